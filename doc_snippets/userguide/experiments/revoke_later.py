"""The id of a terminated task is kept: a task that is sent later with that id is skipped."""

from celery.exceptions import TaskRevokedError, Terminated
from lab import app, running, told, work

result = work.delay()
eventually(lambda: running([result]))
app.control.revoke(result.id, terminate=True, reply=True, timeout=5, limit=1)
kept = eventually(lambda: told("revoked"), limit=3)
assert result.id in kept, "the worker does not keep the id of the task as revoked"
end = result.get(propagate=False, timeout=15)
assert isinstance(end, (TaskRevokedError, Terminated)), f"the terminated task ended as {end!r}"
