"""Whether worker_shutdown is sent at a warm shutdown, and at a cold one."""

import json
import os
from pathlib import Path

from celery import Celery, signals
from celery.worker import state


def run(flag):
    """A worker that shuts down as soon as it is ready, as the handlers of TERM and QUIT have it do."""
    os.environ.pop("CELERY_BROKER_URL", None)
    app = Celery("stopping", broker="memory://")
    app.conf.broker_transport_options = {"polling_interval": 0.01}
    sent = []
    signals.worker_shutdown.connect(lambda **_: sent.append("worker_shutdown"), weak=False)
    signals.worker_ready.connect(lambda **_: setattr(state, flag, 1), weak=False)
    worker = app.Worker(pool="solo", quiet=True, without_gossip=True, without_mingle=True)
    worker.start()
    Path(f"{flag}.json").write_text(json.dumps(sent))


sent = {}
for flag in ("should_stop", "should_terminate"):
    in_fork(run, 50, "the worker does not shut down", flag=flag)
    sent[flag] = json.loads(Path(f"{flag}.json").read_text())
if not sent["should_stop"]:
    raise RuntimeError("it is not sent at all")
assert bool(sent["should_terminate"]) is not corrected, (
    "it is sent at a warm shutdown only: at a cold one, as by QUIT, it is not"
)
