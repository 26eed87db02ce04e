"""Which task is told to be the one that a worker executes, while that one runs another."""

from celery import Celery
from celery.app.trace import build_tracer

app = Celery("worker_task", broker="memory://", backend="cache+memory://", set_as_current=False)


@app.task(name="inner")
def inner():
    """The task that is told."""
    return app.current_worker_task.name


@app.task(name="outer")
def outer():
    """Run the other one in both ways."""
    return inner(), inner.apply().get(disable_sync_subtasks=False)


execute = build_tracer("outer", app.tasks["outer"], app=app)
(directly, eagerly), *_ = execute("id", (), {}, {"id": "id"})
assert directly == "outer", f"calling another task directly makes it {directly}"
told = "a task that is called with apply() becomes the current worker task while it runs"
assert (eagerly == "inner") is corrected, told
