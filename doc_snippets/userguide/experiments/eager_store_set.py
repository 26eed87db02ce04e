"""Whether the results of eagerly executed tasks are in the backend with task_store_eager_result."""

from lab import add, app

app.conf.task_always_eager = True
app.conf.task_store_eager_result = True
result = add.delay(2, 2)
state = app.AsyncResult(result.id).state
assert state == "SUCCESS", f"the backend says of an eager task: {state}"
