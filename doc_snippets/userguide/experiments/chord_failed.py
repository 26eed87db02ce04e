"""A chord of which a task fails."""

from base import fail, noted, tell, tsum
from celery import chord
from docs_claims import eventually, expect, holds

header = [tell.s("before"), fail.s(), tell.s("after")]
result = chord(header, tsum.s()).apply_async()
error = result.get(timeout=10, propagate=False)
if "error" in claimed:
    expect("error", claimed["error"], type(error).__name__)
holds(result.state == "FAILURE", f"the state of the callback is {result.state}", "chord-error")
failed = result.parent.children[1].id
holds(failed in str(error) and "something something" in str(error), f"the description is {error}", "chord-error-text")
eventually(lambda: [entry for entry in noted(event="tell") if entry["args"] == ["after"]])
found = result.parent.children[2].get(timeout=10)["args"]
holds(found == ["after"], f"the task behind the one that failed got {found}", "chord-goes-on")
