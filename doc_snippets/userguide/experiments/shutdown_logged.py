"""Where goes what a worker's step prints when it is started, and when it is stopped."""

import os
import signal
import sys
from pathlib import Path

from celery import Celery, bootsteps, signals

LOG = Path("worker.log").resolve()
HANDLED = Path("handled.txt").resolve()
#: The function that is called for a signal, and what is under way while it is.
HANDLER = "_handle_request"


def handling():
    """Whether the handler of a signal is under way."""
    frame = sys._getframe(1)
    while frame:
        if frame.f_code.co_name == HANDLER:
            return True
        frame = frame.f_back
    return False


class Step(bootsteps.StartStopStep):
    """The page's, as far as these."""

    def start(self, worker):
        print(f"{worker!r} is starting")

    def stop(self, worker):
        print(f"{worker!r} is stopping{' in the handler' if handling() else ''}")


def run():
    """A worker that is told to stop as soon as it is ready."""
    os.environ.pop("CELERY_BROKER_URL", None)  # it would win over the broker below
    app = Celery("stopping", broker="memory://", set_as_current=False)
    app.steps["worker"].add(Step)
    # What is printed while it is under way is not logged.
    signals.worker_shutting_down.connect(lambda **_: HANDLED.write_text(str(handling())), weak=False)
    signals.worker_ready.connect(lambda **_: os.kill(os.getpid(), signal.SIGTERM), weak=False)
    app.Worker(
        hostname="w@example.com", pool="solo", quiet=True, logfile=str(LOG), without_gossip=True, without_mingle=True
    ).start()


in_fork(run, 60, "the worker does not stop")
lines = LOG.read_text().splitlines()
if not any("is starting" in line for line in lines):
    raise RuntimeError(f"nothing is redirected: {lines}")
if HANDLED.read_text() != "True":
    raise RuntimeError("the handler of a signal is called otherwise")
stopping = [line for line in lines if "is stopping" in line]
if corrected:
    assert stopping, "what is printed at shutdown is not logged"
    assert not any("in the handler" in line for line in stopping), "the methods are called inside a signal handler"
elif stopping:
    otherwise("this still happens at shutdown: what the step prints there is logged with a time stamp, too")
