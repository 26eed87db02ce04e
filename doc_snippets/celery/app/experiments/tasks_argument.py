"""What the argument tasks of an application may be."""

from celery import Celery
from celery.app.registry import TaskRegistry


def tasks(given):
    """The tasks of an application that is made with that argument; what is raised, if anything."""
    try:
        return Celery("tasks_argument", set_as_current=False, tasks=given).tasks
    except Exception as error:
        return error


own = TaskRegistry()
assert tasks(own) is own, "a registry is not taken"
if corrected:
    assert "own" in tasks({"own": Celery("own", set_as_current=False).tasks["celery.map"]}), "a mapping is not taken"
else:
    refused = [type(tasks(given)).__name__ for given in ("celery.app.registry:TaskRegistry", TaskRegistry)]
    told = "a registry or a mapping is taken: the name of a class raises {}, and a class {}"
    assert refused == ["TaskRegistry", "TaskRegistry"], told.format(*refused)
