"""What is stored of a task that is to be retried."""

from docs_claims import eventually
from retries import waits

result = waits.delay()
eventually(lambda: result.state == "RETRY")
assert repr(result.result) == "KeyError('why')", f"the result of RETRY is {result.result!r}"
assert "in waits" in (result.traceback or ""), f"the traceback of RETRY is {result.traceback}"
result.revoke()
