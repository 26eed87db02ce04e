"""What the consumer makes of a task whose time is far off, when apply_eta_task is called."""

from datetime import datetime, timedelta, timezone
from types import SimpleNamespace
from unittest.mock import Mock

from celery.worker import state
from lab_plain import app

consumer = app.Worker(pool="solo", quiet=True).consumer
consumer.on_task_request, consumer.qos, consumer.timer = Mock(), Mock(), Mock()
eta = datetime.now(timezone.utc) + timedelta(days=1)


class Request(SimpleNamespace):
    """What is kept of a task in the worker's state."""

    __hash__ = object.__hash__


request = Request(id="an-id", eta=eta, name="anything")
consumer.apply_eta_task(request)
given, timed = consumer.on_task_request.called, consumer.timer.method_calls
holds_back = not given and bool(timed)
if corrected:
    assert given and request in state.reserved_requests, "the task is not handed to the pool"
else:
    assert holds_back, "it gives the task to the pool at once: the timer calls it when the time has come"
