"""A task in another serialization than JSON is not run."""

from base import noted, tell

other = tell.apply_async(("pickle",), serializer="pickle")
tell.delay("json").get(timeout=10)
tell.delay("json").get(timeout=10)
found = noted(event="tell", id=other.id)
assert not found, "a task that was sent as a pickle was run"
