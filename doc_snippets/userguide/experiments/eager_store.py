"""Whether the results of eagerly executed tasks are in the backend."""

from lab import add, app

app.conf.task_always_eager = True
result = add.delay(2, 2)
state = app.AsyncResult(result.id).state
assert state == "PENDING", f"the backend has the result of an eager task: {state}"
