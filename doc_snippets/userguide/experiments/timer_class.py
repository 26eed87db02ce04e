"""Whether a worker uses the timer that worker_timer names."""

from types import SimpleNamespace

from celery.utils.timer2 import Timer as Threaded
from celery.worker.components import Timer


class Own(Threaded):
    """A timer that does not start a thread."""

    def start(self):
        """Nothing is to be scheduled."""


def uses(*, event_loop):
    """Whether a worker, with an event loop or without one, uses a timer of one's own."""
    worker = SimpleNamespace(use_eventloop=event_loop, timer_cls=Own, timer_precision=1.0, timer=None)
    Timer(worker).create(worker)
    return isinstance(worker.timer, Own)


if not uses(event_loop=False):
    raise RuntimeError("no worker uses it")
assert uses(event_loop=True) != corrected, "a worker with an event loop uses its own timer, whatever worker_timer is"
