"""Collecting results of which one is not there."""

from base import add
from celery.exceptions import IncompleteStream
from celery.exceptions import TimeoutError as NotInTime

result = add.apply_async((2, 2), countdown=60)
try:
    list(result.collect(timeout=0.5))
except IncompleteStream:
    found = "IncompleteStream"
except NotInTime:
    found = "celery.exceptions.TimeoutError"
finally:
    result.revoke()
told = f"collect() waits for the task that is not complete: with a timeout, it raises {found}"
assert found == "IncompleteStream", told
