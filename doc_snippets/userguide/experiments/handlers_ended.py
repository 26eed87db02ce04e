"""Tasks that are ended from outside while they run, whose handlers tell in which process they run."""

import os
import time

from base import app, note
from celery import Task


class Located(Task):
    """A handler knows its task by its argument: where it runs, there need be no request."""

    def before_start(self, task_id, args, kwargs):
        note(event="before_start", id=task_id, pid=os.getpid())

    def on_failure(self, exc, task_id, args, kwargs, einfo):
        note(event="on_failure", id=task_id, pid=os.getpid())

    def after_return(self, status, retval, task_id, args, kwargs, einfo):
        note(event="after_return", id=task_id, pid=os.getpid())


@app.task(base=Located)
def works():
    """Ends by itself."""


@app.task(bind=True, base=Located, time_limit=1)
def overruns(self):
    """Does not end in time."""
    time.sleep(60)


@app.task(bind=True, base=Located)
def waits(self):
    """Does not end by itself."""
    note(event="run", id=self.request.id)
    time.sleep(60)
