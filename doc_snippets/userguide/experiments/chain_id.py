"""The task id of a chain."""

from base import add
from celery import chain

tasks = chain(add.s(2, 2), add.s(4))
last = tasks.freeze().id
assert tasks.id == last == tasks.tasks[-1].id, "the chain has not got the id of its last task"
assert tasks.apply_async().id == last, "the result of the chain has another id than its last task"
