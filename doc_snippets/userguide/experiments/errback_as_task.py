"""Errbacks of one argument, and bound ones, are applied as tasks."""

from base import fail, noted, on_error_bound, on_error_single
from docs_claims import eventually

failed = fail.apply_async(link_error=[on_error_single.s(), on_error_bound.s()])
failed.get(timeout=10, propagate=False)
for event in ("single", "bound"):
    (entry,) = eventually(lambda event=event: noted(event=event))
    assert entry["args"] == [failed.id], (
        f"the errback was called with {len(entry['args'])} arguments, and not with the id of the task that failed alone"
    )
    assert entry["own"] not in (None, failed.id), "the errback was called in place, and not sent as a task"
