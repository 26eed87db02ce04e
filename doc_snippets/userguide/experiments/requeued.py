"""A task that raises Reject and is sent back."""

from base import noted
from docs_claims import eventually
from handlers import requeues

result = requeues.delay()
eventually(lambda: len(noted(event="received", id=result.id)) >= 2)
assert result.get(timeout=10) == "received two times", "the task is not received a second time"
