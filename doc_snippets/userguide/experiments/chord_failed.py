"""A chord of which a task fails."""

from base import fail, noted, tell, tsum
from celery import chord
from docs_claims import eventually, expect

header = [tell.s("before"), fail.s(), tell.s("after")]
result = chord(header, tsum.s()).apply_async()
error = result.get(timeout=10, propagate=False)
if "error" in claimed:
    expect("error", claimed["error"], type(error).__name__)
assert result.state == "FAILURE", f"the state of the callback is {result.state}"
failed = result.parent.children[1].id
assert failed in str(error) and "something something" in str(error), f"the description is {error}"
eventually(lambda: [entry for entry in noted(event="tell") if entry["args"] == ["after"]])
assert result.parent.children[2].get(timeout=10)["args"] == ["after"]
