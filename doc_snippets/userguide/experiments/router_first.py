"""Of two routers that return a route, the first is taken, and one that returns None is passed over."""

from celery import Celery
from messages import queue_of, sent

app = Celery("routers", broker="amqp://", set_as_current=False)
app.conf.task_routes = [
    lambda name, *rest, **kw: None,
    lambda name, *rest, **kw: {"queue": "first"},
    {"anything": {"queue": "second"}},
]
queue = queue_of(sent("anything", app=app))
assert queue == "first", f"the task is sent to {queue!r}"
