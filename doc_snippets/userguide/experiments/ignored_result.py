"""A result that is to be ignored is not stored."""

from base import noted, tell
from docs_claims import eventually

ignored = tell.apply_async(ignore_result=True)
stored = tell.apply_async(ignore_result=False)
stored.get(timeout=10)
eventually(lambda: noted(event="tell", id=ignored.id))
tell.delay().get(timeout=10)
meta = ignored.backend.get_task_meta(ignored.id)
assert meta["status"] == "PENDING", "the result of a task that was sent with ignore_result=True is stored"
