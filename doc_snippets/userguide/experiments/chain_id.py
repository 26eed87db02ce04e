"""The task id of a chain."""

from base import add
from celery import chain
from requested import told

result = chain(add.s(2, 2), told.s()).apply_async()
assert result.get(timeout=10)["id"] == result.id, "the result of the chain has another id than its last task"
