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
    assert asked == ["silent", "empty"], (
        "a router that returns None does not hand on to the next, or one that returns {} does"
    )
else:
    assert queue == "second", (
        "a router that returns an empty dict ends the search as well: only None hands on to the next"
    )
