"""A revoked task that waits is skipped; one that is being executed goes on."""

from contextlib import suppress

from celery.exceptions import TaskRevokedError
from held import app, hold, note, noted, running, told, write

busy = [hold.delay("let go") for _ in range(told("stats")["pool"]["max-concurrency"])]
eventually(lambda: running(busy))
waiting = write.delay("executed")
if not app.control.revoke([waiting.id, busy[0].id], reply=True, timeout=10, limit=1):
    raise RuntimeError("the worker does not say that it has revoked them")
note("let go")
end = waiting.get(propagate=False, timeout=30)
assert isinstance(end, TaskRevokedError) and "executed" not in noted(), (
    "the revoked task was executed, or did not end as a revoked one"
)
# Asked anew each time: a result keeps the first end that it has heard of, and that may be for a moment that of a
# revoked task.
with suppress(RuntimeError):
    eventually(lambda: app.AsyncResult(busy[0].id).result == "done")
assert app.AsyncResult(busy[0].id).result == "done", "the task that was being executed did not end well"
