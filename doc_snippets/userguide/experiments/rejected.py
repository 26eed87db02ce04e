"""A task that raises Reject and is not sent back."""

from docs_claims import eventually, expect
from handlers import rejected, works

result = rejected.delay()
works.delay().get(timeout=10)
expect("state", claimed["state"], eventually(lambda: result.state != "PENDING" and result.state))
assert result.failed(), "failed() is not True"
assert "a reason" in str(result.result), f"the result is {result.result!r}"
