"""What it means to execute tasks eagerly."""

import os

from celery.result import EagerResult
from lab import app, fail, process

app.conf.task_always_eager = True
result = process.delay()
assert isinstance(result, EagerResult), f"delay() returns an object of {type(result).__name__}"
assert result.get() == os.getpid(), "the task was executed by another process"
assert isinstance(fail.delay().result, ValueError), "the result of a task that raises is not the exception"
