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
    found = "nothing in time"
finally:
    result.revoke()
told = "collect() does not raise IncompleteStream for a task that is not complete: it waits for its result"
assert found == "IncompleteStream", told
