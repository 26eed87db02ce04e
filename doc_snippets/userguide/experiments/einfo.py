"""What after_return is given of the exception of a task that fails."""

from base import noted
from concluded import breaks
from docs_claims import eventually, otherwise

result = breaks.delay()
result.get(timeout=10, propagate=False)
(entry,) = eventually(lambda: noted(event="after_return", id=result.id))
if "ExceptionInfo" in claimed["kind"] and entry["einfo"] == "NoneType":
    right = "(None): Always None." if claimed["kind"].startswith("(") else "Always :const:`None`"
    otherwise("after_return gets None as einfo, of a task that failed, too", kind=right)
assert ("None" in claimed["kind"]) == (entry["einfo"] == "NoneType"), f"einfo is an {entry['einfo']}"
