"""A revoked task that waits is skipped; one that is being executed goes on."""

from celery.exceptions import TaskRevokedError
from lab import app, noted, running, work, write

busy = [work.delay(1.5) for _ in range(2)]
eventually(lambda: running(busy))
waiting = write.delay("executed")
app.control.revoke([waiting.id, busy[0].id], reply=True, timeout=5, limit=1)
ends = [result.get(propagate=False, timeout=15) for result in (waiting, busy[0])]
assert isinstance(ends[0], TaskRevokedError) and not noted(), f"the revoked task ended as {ends[0]!r}"
assert ends[1] == "done", f"the task that was being executed ended as {ends[1]!r}"
