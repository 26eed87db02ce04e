"""Which setting decides whether a worker connects again when its first connection is lost."""

import os
from pathlib import Path

from celery import Celery, bootsteps, signals

BEGUN = Path("begun.txt").resolve()


def run(on_startup, later):
    """A worker, with a broker of its own, that loses its first connection."""
    os.environ.pop("CELERY_BROKER_URL", None)
    app = Celery("losing", broker="memory://")
    app.conf.broker_transport_options = {"polling_interval": 0.01}
    app.conf.update(broker_connection_retry_on_startup=on_startup, broker_connection_retry=later)

    class Lost(bootsteps.StartStopStep):
        requires = ("celery.worker.consumer:Connection",)

        def start(self, consumer):
            with BEGUN.open("a") as begun:
                begun.write("begun\n")
            if len(BEGUN.read_text().splitlines()) == 1:
                raise consumer.connection_errors[0]("lost")

    app.steps["consumer"].add(Lost)
    worker = app.Worker(pool="solo", quiet=True, without_gossip=True, without_mingle=True, without_heartbeat=True)
    signals.worker_ready.connect(lambda **_: worker.stop(), weak=False)
    worker.start()


def connections(**settings):
    """How often the worker connects."""
    BEGUN.unlink(missing_ok=True)
    in_fork(run, 25, "the worker does not stop", **settings)
    return len(BEGUN.read_text().splitlines())


startup = connections(on_startup=True, later=False), connections(on_startup=False, later=True)
assert set(startup) == {1, 2}, startup
assert (startup == (2, 1)) is not corrected, (
    "broker_connection_retry_on_startup is for connecting when the worker starts: once it has connected,"
    " broker_connection_retry alone decides, after the first connection loss, too"
)
