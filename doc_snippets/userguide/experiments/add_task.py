"""What becomes of a class that is a task."""

from celery import Celery
from celery.exceptions import NotRegistered

app = Celery("behind", set_as_current=False)


class _AddTask(app.Task):
    def run(self, x, y):
        return x + y


if corrected:
    add = app.register_task(_AddTask())
    assert add(2, 2) == 4 and app.tasks[add.name] is add, "the task is not registered"
else:
    try:
        found = app.tasks[_AddTask.name]
    except NotRegistered:
        found = None
    assert found is not None, "the class has no name, and is not registered: it raises NotRegistered"
