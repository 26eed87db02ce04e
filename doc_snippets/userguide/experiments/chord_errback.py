"""The errback of a chord of which a task fails."""

from base import fail, noted, on_error, tell, tsum
from celery import chord
from docs_claims import eventually

tasks = chord([tell.s("before"), fail.s(), tell.s("after")], tsum.s())
tasks.link_error(on_error.s())
result = tasks.apply_async()
result.get(timeout=10, propagate=False)
entries = eventually(lambda: noted(event="errback"))
assert [entry["id"] for entry in entries] == [result.id], (
    f"the errback was called {len(entries)} times, and not once for the body"
)
