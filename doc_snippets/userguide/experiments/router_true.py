"""A router that returns something that is not true: whether the next one is asked."""

from celery import Celery
from messages import queue_of, sent

app = Celery("routers", broker="amqp://", set_as_current=False)


asked = []


def silent(name, args, kwargs, options, task=None, **kw):
    asked.append("silent")


def empty(name, args, kwargs, options, task=None, **kw):
    asked.append("empty")
    return {}


def second(name, args, kwargs, options, task=None, **kw):
    asked.append("second")
    return {"queue": "second"}


app.conf.task_routes = (silent, empty, second)
queue = queue_of(sent("anything", app=app))
if corrected:
    assert asked == ["silent", "empty"], f"routers that return None, {{}} and a route: {asked} are asked"
else:
    assert queue == "second", f"a router that returns {{}} ends the search: the task is sent to {queue!r}"
