"""Whether worker_before_create_process is sent when a worker makes the process of its prefork pool."""

import os
from pathlib import Path

from celery import Celery, signals

CREATED, SENT = Path("created.txt").resolve(), Path("sent.txt").resolve()


def run():
    """The pool of a worker whose broker has no event loop, until it has its process."""
    os.environ.pop("CELERY_BROKER_URL", None)
    app = Celery("creating", broker="memory://")
    signals.worker_before_create_process.connect(lambda **_: SENT.touch(), weak=False)
    signals.worker_process_init.connect(lambda **_: CREATED.touch(), weak=False)
    pool = app.Worker(pool="prefork", concurrency=1, quiet=True).pool
    pool.start()
    eventually(CREATED.exists)
    os._exit(0)  # the end of a pool may hang


in_fork(run, 50, "the pool does not start")
if not CREATED.exists():
    raise RuntimeError("the pool has no process")
assert SENT.exists(), (
    "only the pool of the event loop sends it (with amqp, redis, SQS): with a transport that has none, as memory,"
    " filesystem or mongodb, the prefork pool creates its processes without it"
)
