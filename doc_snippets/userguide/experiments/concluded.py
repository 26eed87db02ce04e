"""A task whose handlers tell what they are given."""

from base import app, note
from celery import Task


class Telling(Task):
    """Every handler that is given an einfo leaves its type in the journal."""

    def on_failure(self, exc, task_id, args, kwargs, einfo):
        note(event="on_failure", id=task_id, einfo=type(einfo).__name__)

    def after_return(self, status, retval, task_id, args, kwargs, einfo):
        note(event="after_return", id=task_id, einfo=type(einfo).__name__)


@app.task(base=Telling)
def breaks():
    """Does not end well."""
    raise ValueError("no")
