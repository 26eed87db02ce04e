"""The soft time limit raises an exception that the task can catch."""

from lab import careful

end = careful.apply_async((60,), soft_time_limit=1).get(propagate=False, timeout=25)
assert end == "cleaned up", f"the task ended as {end!r}"
