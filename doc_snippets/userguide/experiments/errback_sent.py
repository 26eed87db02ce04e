"""Whether errbacks are never called as tasks."""

from base import fail, noted, on_error_single

failed = fail.apply_async(link_error=on_error_single.s())
failed.get(timeout=10, propagate=False)
(entry,) = eventually(lambda: noted(event="single"))
sent = entry["own"] not in (None, failed.id)
assert sent == corrected, "an errback that takes one argument is sent as a task, with the id of the task that failed"
