"""Which of the workers that a revoke is sent to send the event task-revoked."""

import os
from types import SimpleNamespace

from celery import Celery
from celery.contrib.testing.mocks import TaskMessage
from celery.worker import state
from celery.worker.control import Panel
from celery.worker.request import Request

os.environ.pop("CELERY_BROKER_URL", None)
os.environ.pop("CELERY_RESULT_BACKEND", None)
app = Celery("revoking", broker="memory://", backend="cache+memory://", set_as_current=False)
TASK = "00000000-0000-0000-0000-000000000000"


@app.task(name="add")
def add(x, y):
    """What it says."""
    return x + y


class Sender:
    """Notes what is sent as an event, and does not send it."""

    enabled = True

    def __init__(self):
        self.sent = []

    def send(self, kind, **_):
        """As a dispatcher of events has it."""
        self.sent.append(kind)


has_it, others = Sender(), Sender()
app.finalize()
try:
    consumer = SimpleNamespace(event_dispatcher=others, pool=None)
    Panel.data["revoke"](SimpleNamespace(app=app, hostname="w2@example.com", consumer=consumer), TASK)
    message = TaskMessage("add", id=TASK, args=(2, 2))
    request = Request(message, app=app, task=add, hostname="w1@example.com", eventer=has_it, connection_errors=())
    assert request.revoked(), "the task is not revoked"
finally:
    state.revoked.discard(TASK)
assert has_it.sent == ["task-revoked"], has_it.sent
assert bool(others.sent) is not corrected, (
    "only the worker that has received the task sends it, when it discards or terminates the task: the others remember"
    " the id, and send nothing"
)
