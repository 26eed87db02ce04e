"""Callbacks get the parent's result before their own arguments."""

from base import fail, noted, on_error, subtract, tell
from docs_claims import eventually

result = subtract.apply_async((7, 2), link=[tell.s("first"), tell.s("second")])
assert result.get(timeout=10) == 5
entries = eventually(lambda: len(noted(event="tell")) >= 2 and noted(event="tell"))
found = sorted(entry["args"] for entry in entries)
assert found == [[5, "first"], [5, "second"]], f"the callbacks were called with {found}"

failed = fail.apply_async(link=tell.s("never"), link_error=on_error.s())
failed.get(timeout=10, propagate=False)
eventually(lambda: noted(event="errback"))
found = [entry["args"] for entry in noted(event="tell") if "never" in entry["args"]]
assert not found, f"the callback of a task that failed was called with {found}"
