"""Launch a batch of stamped tasks, cancel it by its stamp, and see that nothing else is cancelled."""

import time

from celery.exceptions import TaskRevokedError
from stamps import app, work

LIMIT = 15


def send(seconds, **options):
    return work.apply_async((seconds,), **options)


def stamped(seconds, batch):
    return send(seconds, stamped_headers=["batch_id"], batch_id=batch)


def wait_until_running(results):
    deadline = time.monotonic() + LIMIT
    wanted = {result.id for result in results}
    while time.monotonic() < deadline:
        replies = app.control.inspect(timeout=0.5).active() or {}
        if wanted <= {task["id"] for tasks in replies.values() for task in tasks}:
            return
    raise RuntimeError("the tasks to cancel did not start")


def outcome(result):
    try:
        return result.get(timeout=LIMIT)
    except TaskRevokedError:
        return "revoked"


cancelled = [stamped(60, "batch-1") for _ in range(2)]
wait_until_running(cancelled)
others = [stamped(0, "batch-2"), send(0)]

app.control.revoke_by_stamped_headers({"batch_id": "batch-1"}, terminate=True)

ends = [outcome(result) for result in cancelled]
assert ends == ["revoked", "revoked"], f"tasks with the revoked stamp ended: {', '.join(map(str, ends))}"
ends = [outcome(result) for result in others]
assert ends == ["done", "done"], f"tasks without the revoked stamp ended: {', '.join(map(str, ends))}"
late = outcome(stamped(0, "batch-1"))
assert late == "revoked", f"a task with the revoked stamp that was sent afterwards ended: {late}"
