"""What the registry of tasks contains."""

from celery import Task
from lab_plain import app

tasks = [task for name, task in app.tasks.items() if name.startswith("celery.")]
if corrected:
    assert all(isinstance(task, Task) for task in tasks), "it contains others than instances of task classes"
else:
    assert all(isinstance(task, type) for task in tasks), "it contains instances of the task classes"
