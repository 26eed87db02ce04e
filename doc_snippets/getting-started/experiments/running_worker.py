"""What a client with a result backend learns of a task when the worker was started without one."""

import os

from celery import Celery
from celery.contrib.testing.worker import start_worker
from docs_claims import eventually

for name in ("CELERY_BROKER_URL", "CELERY_BROKER_READ_URL", "CELERY_BROKER_WRITE_URL", "CELERY_RESULT_BACKEND"):
    os.environ.pop(name, None)  # they would come before what the applications say


def known(backend):
    """The state that the client is told of a task that is done, when the worker's module names this backend."""
    done = []
    worker, client = (
        Celery("tasks", broker="memory://", backend=each, set_as_current=False) for each in (backend, "cache+memory://")
    )
    worker.conf.update(worker_hijack_root_logger=False, worker_redirect_stdouts=False)
    worker.conf.broker_transport_options = {"polling_interval": 0.01}

    @worker.task(name="tasks.add", shared=False)
    def add(x, y):
        done.append(x + y)

    with start_worker(worker, perform_ping_check=False):
        result = client.send_task("tasks.add", (4, 4))
        eventually(lambda: done)
    return result.state  # the worker has stopped: whatever it keeps it has kept


if known("cache+memory://") != "SUCCESS":
    raise RuntimeError("results are not even kept when the worker has the backend, too")
state = known(None)
if not corrected:
    assert state == "SUCCESS", (
        "the worker has to be restarted as well: one that was started without the backend keeps no result, "
        f"and for the client the task stays {state}"
    )
