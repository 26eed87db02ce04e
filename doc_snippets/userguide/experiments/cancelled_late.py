"""Which of the tasks that are executed are cancelled when the connection is lost."""

from types import SimpleNamespace

from celery import Celery
from celery.worker import state


class Running:
    """What a worker knows of a task that it executes."""

    acknowledged = False

    def __init__(self, *, acks_late):
        self.task = SimpleNamespace(acks_late=acks_late)
        self.cancelled = False

    def cancel(self, pool, *_, **__):
        self.cancelled = True


app = Celery("losing", broker="memory://", set_as_current=False)
app.conf.worker_cancel_long_running_tasks_on_connection_loss = True
consumer = app.Worker(pool="solo", quiet=True).consumer
consumer.connection = app.connection_for_read()
late, early = Running(acks_late=True), Running(acks_late=False)
state.active_requests.update([late, early])
consumer.on_connection_error_after_connected(ConnectionError("lost"))
assert late.cancelled, "no task is cancelled"
assert early.cancelled is not corrected, "only tasks with late acknowledgment, acks_late, are cancelled: others go on"
