"""What is stored of a task that is to be retried."""

from docs_claims import eventually
from retries import waits

result = waits.delay()
eventually(lambda: result.state == "RETRY")
assert repr(result.result) == "KeyError('why')", f"the result of RETRY is {result.result!r}"
assert "in waits" in (result.traceback or ""), "the traceback of RETRY does not lead to the task"
result.revoke()
