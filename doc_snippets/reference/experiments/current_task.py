"""Whether there is a current task when a task is called as a function is."""

from celery import current_task
from lab_plain import app


@app.task(name="current_task.named")
def named():
    """The name of the current task, if there is one."""
    return current_task.name if current_task else None


if current_task or named.apply().get() != named.name:
    raise RuntimeError("not even in an eager task is it what the page says")
there = named() is not None
if corrected:
    assert there, "there is no current task when a task is called directly"
else:
    assert not there, "it is also set when a task is called directly, as in add(2, 2), outside of any worker"
