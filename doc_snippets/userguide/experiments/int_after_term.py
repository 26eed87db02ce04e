"""What INT does to a worker whose warm shutdown TERM has begun: whether it goes on to the next stage."""

import json
import os
import signal
from contextlib import suppress
from pathlib import Path

from celery import Celery, signals


def run():
    """A worker with its handlers of signals, that gets TERM, and INT after it."""
    app = Celery("stopping", broker="memory://", set_as_current=False)
    worker = app.Worker(pool="solo", quiet=True)
    stages = []
    signals.worker_shutting_down.connect(lambda how=None, **_: stages.append(how), weak=False)
    worker.install_platform_tweaks(worker)
    os.kill(os.getpid(), signal.SIGTERM)
    # A cold shutdown needs more than this worker, which has not been started.
    with suppress(Exception):
        os.kill(os.getpid(), signal.SIGINT)
    Path("stages.json").write_text(json.dumps(stages))


in_fork(run, 30, "the signals are not handled")
first, *more = json.loads(Path("stages.json").read_text())
assert first == "Warm", f"TERM begins a {first} shutdown"
assert (more != ["Warm"]) is not corrected, (
    "after TERM the first INT begins the warm shutdown once more: only the second INT goes on to the cold shutdown"
)
