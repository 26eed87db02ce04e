"""An errback is called with request, exception and traceback, and is no task."""

from base import fail, noted, on_error
from docs_claims import eventually

failed = fail.apply_async(link_error=on_error.s())
failed.get(timeout=10, propagate=False)
(entry,) = eventually(lambda: noted(event="errback"))
assert entry["id"] == failed.id, "the request is not that of the task that failed"
assert entry["type"] == "ValueError", f"the exception is a {entry['type']}"
assert "something something" in entry["traceback"], "the traceback is not that of the task that failed"
assert not failed.children, "the errback was sent as a task of its own"
