"""Whether worker_shutting_down is sent by a worker that the remote control tells to shut down."""

import json
import os
from pathlib import Path

from celery import Celery, signals


def shut_down(app):
    """Send what app.control.shutdown() sends, past who watches whether the worker beside this one is to end."""
    with app.connection_for_write() as connection:
        message = {"method": "shutdown", "arguments": {}, "destination": None}
        connection.Producer().publish(message, exchange=app.control.mailbox.exchange, serializer="json")


def run():
    """A worker that is told to shut down as soon as it is ready, with a broker of its own."""
    os.environ.pop("CELERY_BROKER_URL", None)
    app = Celery("stopping", broker="memory://")
    app.conf.broker_transport_options = {"polling_interval": 0.01}
    sent = []
    for name in ("worker_shutting_down", "worker_shutdown"):
        getattr(signals, name).connect(lambda name=name, **_: sent.append(name), weak=False)
    signals.worker_ready.connect(lambda **_: shut_down(app), weak=False)
    worker = app.Worker(pool="solo", quiet=True, without_gossip=True, without_mingle=True)
    try:
        worker.start()
    finally:
        Path("sent.json").write_text(json.dumps(sent))


in_fork(run, 50, "the worker does not shut down")
sent = json.loads(Path("sent.json").read_text())
assert "worker_shutdown" in sent, sent
assert ("worker_shutting_down" in sent) is not corrected, (
    "only a process signal, as TERM, has it sent: when the remote control command shutdown begins it, it is not"
)
