"""Errbacks of one argument, and bound ones, are applied as tasks."""

from base import fail, noted, on_error_bound, on_error_single
from docs_claims import eventually

failed = fail.apply_async(link_error=[on_error_single.s(), on_error_bound.s()])
failed.get(timeout=10, propagate=False)
for event in ("single", "bound"):
    (entry,) = eventually(lambda event=event: noted(event=event))
    assert entry["args"] == [failed.id], f"the {event} errback was called with {entry['args']}"
    assert entry["own"] not in (None, failed.id), f"the {event} errback was no task"
