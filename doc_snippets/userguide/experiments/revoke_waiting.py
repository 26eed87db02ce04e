"""A revoked task that waits is skipped; one that is being executed goes on."""

from celery.exceptions import TaskRevokedError
from held import app, hold, note, noted, running, told, write

busy = [hold.delay("let go") for _ in range(told("stats")["pool"]["max-concurrency"])]
eventually(lambda: running(busy))
waiting = write.delay("executed")
if not app.control.revoke([waiting.id, busy[0].id], reply=True, timeout=10, limit=1):
    raise RuntimeError("the worker does not say that it has revoked them")
note("let go")
ends = [result.get(propagate=False, timeout=30) for result in (waiting, busy[0])]
assert isinstance(ends[0], TaskRevokedError) and "executed" not in noted(), (
    "the revoked task was executed, or did not end as a revoked one"
)
assert ends[1] == "done", "the task that was being executed did not end well"
