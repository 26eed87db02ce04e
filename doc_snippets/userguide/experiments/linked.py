"""Callbacks get the parent's result before their own arguments."""

from base import fail, noted, on_error, subtract, tell
from docs_claims import eventually, holds

result = subtract.apply_async((7, 2), link=[tell.s("first"), tell.s("second")])
result.get(timeout=10)
entries = eventually(lambda: len(noted(event="tell")) >= 2 and noted(event="tell"))
found = sorted(entry["args"] for entry in entries)
given = found == [[5, "first"], [5, "second"]]
told = "each callback is not called with the result before its own arguments"
holds(given, told, "callback-on-success", "linked-first-argument", "link-gets-result", "links-get-result")

failed = fail.apply_async(link=tell.s("never"), link_error=on_error.s())
failed.get(timeout=10, propagate=False)
eventually(lambda: noted(event="errback"))
found = [entry["args"] for entry in noted(event="tell") if "never" in entry["args"]]
holds(not found, "the callback of a task that failed was called", "callback-on-success")
