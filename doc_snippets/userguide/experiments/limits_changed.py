"""With which time limits a task is executed that the remote control command time_limit was sent for."""

import os
from unittest.mock import patch

from celery import Celery
from celery.concurrency.solo import TaskPool
from celery.contrib.testing.worker import start_worker
from docs_claims import eventually

os.environ.pop("CELERY_BROKER_URL", None)  # no other worker is to hear of this
app = Celery("limits", broker="memory://")
app.conf.broker_transport_options = {"polling_interval": 0.01}
given = []


@app.task(name="crawl")
def crawl():
    """It is not executed: what is told to the pool is enough."""


def apply_async(self, target, args=(), kwargs=None, soft_timeout=None, timeout=None, **_):
    """What the pool is told to execute, and with which limits."""
    given.append((soft_timeout, timeout))


def limits(number):
    """Those of the task that is sent as the first, or second."""
    message = app.amqp.as_task_v2(f"crawl-{number}", "crawl")
    with app.connection_for_write() as connection:
        connection.Producer().publish(
            message.body, routing_key="celery", headers=message.headers, serializer="json", **message.properties
        )
    return eventually(lambda: given[number - 1 : number], limit=25)[0]


patched = patch.object(TaskPool, "apply_async", apply_async)
with patched, start_worker(app, pool="solo", perform_ping_check=False) as worker:
    assert limits(1) == (None, None), given
    change = {"soft": 60, "hard": 120, "destination": [worker.hostname]}
    (replies,) = app.control.time_limit("crawl", **change, reply=True, timeout=20)
    assert "ok" in replies[worker.hostname], replies
    changed = limits(2)
wrong = [name for name, real, wanted in zip(("soft", "hard"), changed, (60, 120)) if real != wanted]
assert not wrong, (
    f"the command is answered with ok, but a task that starts afterwards still has the {' and '.join(wrong)} limit of"
    " before: the worker reads a task's limits once, when it starts"
)
