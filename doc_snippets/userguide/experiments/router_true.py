"""A router that returns something that is not true: whether the next one is asked."""

from celery import Celery
from messages import queue_of, sent

app = Celery("routers", broker="amqp://", set_as_current=False)


def empty(name, args, kwargs, options, task=None, **kw):
    return {}


def second(name, args, kwargs, options, task=None, **kw):
    return {"queue": "second"}


app.conf.task_routes = (empty, second)
queue = queue_of(sent("anything", app=app))
assert queue == "second", f"a router that returns {{}} ends the search: the task is sent to {queue!r}"
