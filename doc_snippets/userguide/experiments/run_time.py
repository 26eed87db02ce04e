"""Whose time the runtime of task-succeeded is."""

from unittest.mock import Mock

from celery.app.trace import build_tracer
from celery.worker.request import Request
from lab import add, app

BEGIN, END = 100, 140
clock = iter((BEGIN, END))
tracer = build_tracer(add.name, add, app=app, monotonic=lambda: next(clock))
measured = tracer("an-id", (2, 2), {}, {"ignore_result": True}).runtime
assert measured == END - BEGIN, f"the tracer measures {measured}"
request = Mock(id="an-id", task=Mock(acks_late=False))
Request.on_success(request, (False, "4", measured))
told = request.send_event.call_args[1]["runtime"]
assert told != measured, (
    "it is measured in the process that executes the task, from the task's begin to its end: "
    "neither the way to the pool and back nor the result handler counts"
)
