"""Where goes what a worker's step prints when it is started, and when it is stopped."""

import os
import signal
from pathlib import Path

from celery import Celery, bootsteps, signals

LOG = Path("worker.log").resolve()


class Step(bootsteps.StartStopStep):
    """The page's, as far as these."""

    def start(self, worker):
        print(f"{worker!r} is starting")

    def stop(self, worker):
        print(f"{worker!r} is stopping")


def run():
    """A worker that is told to stop as soon as it is ready."""
    os.environ.pop("CELERY_BROKER_URL", None)  # it would win over the broker below
    app = Celery("stopping", broker="memory://", set_as_current=False)
    app.steps["worker"].add(Step)
    signals.worker_ready.connect(lambda **_: os.kill(os.getpid(), signal.SIGTERM), weak=False)
    app.Worker(
        hostname="w@example.com", pool="solo", quiet=True, logfile=str(LOG), without_gossip=True, without_mingle=True
    ).start()


in_fork(run, 60, "the worker does not stop")
lines = LOG.read_text().splitlines()
if not any("is starting" in line for line in lines):
    raise RuntimeError(f"nothing is redirected: {lines}")
stopping = [line for line in lines if "is stopping" in line]
if corrected:
    assert stopping, "what is printed at shutdown is not logged"
elif stopping:
    otherwise("this still happens at shutdown: what the step prints there is logged with a time stamp, too")
