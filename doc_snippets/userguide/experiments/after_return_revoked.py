"""Whether after_return runs for a task that is revoked while it runs."""

from base import app, noted
from docs_claims import eventually, otherwise
from handlers_ended import waits, works

result = waits.delay()
eventually(lambda: noted(event="run", id=result.id))
app.control.revoke(result.id, terminate=True, signal="SIGKILL")
eventually(lambda: result.state == "REVOKED")
following = works.delay()
eventually(lambda: noted(event="after_return", id=following.id))
skipped = not noted(event="after_return", id=result.id)
told = "after_return does not run for a task that is revoked either, though REVOKED is a terminal state"
if corrected:
    assert skipped, "after_return runs for a task that is revoked"
elif skipped and "states" not in claimed:
    otherwise(told)
elif skipped and "REVOKED" not in claimed["states"]:
    *others, last = claimed["states"].split(", ")
    otherwise(told, states=", ".join([*others, last.replace("or ", ""), "or ``REVOKED``"]))
