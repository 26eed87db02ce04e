"""Whether a task is retried when nothing is said of it."""

from autoretries import plain
from base import noted

result = plain.delay()
result.get(timeout=10, propagate=False)
runs = len(noted(event="run", id=result.id))
assert result.state == "FAILURE" and runs == 1, "a task that says nothing of it is retried for an exception"
