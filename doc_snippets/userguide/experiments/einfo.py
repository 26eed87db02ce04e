"""What after_return is given of the exception of a task that fails."""

from base import noted
from concluded import breaks
from docs_claims import contradicted, eventually

result = breaks.delay()
result.get(timeout=10, propagate=False)
(entry,) = eventually(lambda: noted(event="after_return", id=result.id))
if "ExceptionInfo" in claimed["kind"] and entry["einfo"] == "NoneType":
    contradicted("kind", "always :const:`None`", "of a task that failed, too")
if "None" in claimed["kind"] and entry["einfo"] != "NoneType":
    contradicted("kind", ":class:`~billiard.einfo.ExceptionInfo` instance")
