"""Whether the list has the event that a worker sends when it cancels a task."""

import os
from unittest.mock import Mock

from celery import Celery
from celery.contrib.testing.mocks import TaskMessage
from celery.worker.request import Request

os.environ.pop("CELERY_BROKER_URL", None)
os.environ.pop("CELERY_RESULT_BACKEND", None)
app = Celery("cancelling", broker="memory://", backend="cache+memory://", set_as_current=False)


@app.task(name="add")
def add(x, y):
    """What it says."""
    return x + y


app.finalize()
eventer = Mock(enabled=True)
message = TaskMessage("add", id="00000000-0000-0000-0000-000000000000", args=(2, 2))
request = Request(message, app=app, task=add, hostname="w1@example.com", eventer=eventer, connection_errors=())
if hasattr(request, "cancel"):
    request.time_start, request.worker_pid = 1.0, 1
    request.cancel(Mock())  # a pool that ends no process
    (kind,) = (call[0][0] for call in eventer.send.call_args_list)
    if f".. event:: {kind}\n" not in claimed["listed"]:
        otherwise(
            f"the worker also sends {kind}, which is not in the list: when it cancels a task, as it does after a"
            " connection loss with worker_cancel_long_running_tasks_on_connection_loss"
        )
