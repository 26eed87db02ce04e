"""Whether the task decorator has a parameter of that name."""

from celery import Task

assert hasattr(Task, "time_limit"), "a task has no time limit"
if not hasattr(Task, claimed["name"]):
    contradicted("name", "time_limit", f"a task has no option {claimed['name']}")
