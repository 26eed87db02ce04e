"""What a worker's step is stopped from, when the worker is told to stop by a signal."""

import json
import os
import signal
import sys
import threading
from pathlib import Path

from celery import Celery, bootsteps, signals

SEEN = Path("stopped.json").resolve()


def frames():
    """Names of the functions that are under way."""
    frame = sys._getframe(1)
    while frame:
        yield frame.f_code.co_name
        frame = frame.f_back


def run():
    """A worker that is told to stop as soon as it is ready."""
    os.environ.pop("CELERY_BROKER_URL", None)  # it would win over the broker below
    app = Celery("stopping", broker="memory://", set_as_current=False)

    class Step(bootsteps.StartStopStep):
        def stop(self, worker):
            SEEN.write_text(json.dumps([list(frames()), threading.current_thread() is threading.main_thread()]))

    app.steps["worker"].add(Step)
    handled = []
    signals.worker_shutting_down.connect(lambda **_: handled.extend(frames()), weak=False)
    signals.worker_ready.connect(lambda **_: os.kill(os.getpid(), signal.SIGTERM), weak=False)
    worker = app.Worker(pool="solo", quiet=True, without_gossip=True, without_mingle=True)
    try:
        worker.start()
    finally:
        Path("handled.json").write_text(json.dumps(handled))


in_fork(run, 60, "the worker does not stop")
handler = json.loads(Path("handled.json").read_text())
stopped, _ = json.loads(SEEN.read_text())
(name,) = {each for each in handler if each == "_handle_request"}
assert name in stopped, (
    "the handler only notes that the worker is to stop: the methods are called from its main loop, after the handler"
)
