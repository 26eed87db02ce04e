"""Whether the neutral base class is called when a task is."""

from unittest.mock import patch

from celery import Celery, Task

app = Celery("base_call", broker="memory://", set_as_current=False)


@app.task(name="add")
def add(x, y):
    """The page's own."""
    return x + y


assert add.apply((2, 2)).get() == 4, "the task cannot be run"
with patch.object(Task, "__call__") as call:
    add(2, 2)
assert call.called is corrected, "that method is called when a task is called directly, as in add(2, 2)"
