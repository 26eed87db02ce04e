"""Tasks whose handlers raise, and what comes of it."""

from base import app, note
from celery import Task
from celery.signals import task_failure, task_internal_error


class OnSuccess(Task):
    """Raises after a success."""

    def on_success(self, retval, task_id, args, kwargs):
        note(event="handler", id=task_id)
        raise KeyError("of the handler")


class AfterReturn(Task):
    """Raises in the end."""

    def after_return(self, status, retval, task_id, args, kwargs, einfo):
        note(event="handler", id=task_id)
        raise KeyError("of the handler")


@task_failure.connect
@task_internal_error.connect
def failed(task_id=None, **_):
    """Whoever sends one of the signals tells so."""
    note(event="failed", id=task_id)


@app.task(base=OnSuccess)
def on_success():
    """Ends well."""
    return 4


@app.task(base=AfterReturn)
def after_return():
    """Ends well."""
    return 4
