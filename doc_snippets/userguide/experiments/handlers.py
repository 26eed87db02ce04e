"""Tasks whose handlers tell when they run."""

import os

from base import app, note
from celery import Task
from celery.exceptions import Ignore, Reject
from celery.signals import before_task_publish


class Watched(Task):
    """Every handler leaves a line in the journal."""

    def tell(self, event):
        note(event=event, id=self.request.id, run=self.request.retries, pid=os.getpid(), state=self.stored())

    def stored(self):
        return self.backend.get_state(self.request.id)

    def before_start(self, task_id, args, kwargs):
        self.tell("before_start")

    def on_success(self, retval, task_id, args, kwargs):
        self.tell("on_success")

    def on_retry(self, exc, task_id, args, kwargs, einfo):
        self.tell("on_retry")

    def on_failure(self, exc, task_id, args, kwargs, einfo):
        self.tell("on_failure")

    def after_return(self, status, retval, task_id, args, kwargs, einfo):
        self.tell("after_return")


@before_task_publish.connect
def published(headers=None, **_):
    """Whoever sends a message tells so."""
    note(event="published", id=headers["id"], run=headers["retries"], pid=os.getpid())


@app.task(bind=True, base=Watched)
def works(self):
    """Ends well."""
    self.tell("run")


@app.task(bind=True, base=Watched)
def breaks(self):
    """Does not end well."""
    self.tell("run")
    raise ValueError("no")


@app.task(bind=True, base=Watched)
def again(self):
    """Ends well the second time."""
    self.tell("run")
    if not self.request.retries:
        raise self.retry(countdown=0)


class Silent(Task):
    """Overrides after_return, and does not call the super method."""

    def after_return(self, *args, **kwargs):
        note(event="silent")


@app.task(base=Silent)
def silent(x, y):
    """The page's add, of that class."""
    return x + y


@app.task(base=Silent)
def silent_sum(numbers):
    """The page's tsum, of that class."""
    return sum(numbers)


class Made(Task):
    """Counts its own instances."""

    def __init__(self):
        self.calls = 0

    def count(self):
        self.calls += 1
        return [os.getpid(), id(self), self.calls]


@app.task(bind=True, base=Made)
def made(self):
    """Which instance this is, and how often it has been called."""
    return self.count()


@app.task(bind=True)
def ignored(self):
    """Is ignored."""
    note(event="ignored", id=self.request.id)
    raise Ignore


@app.task(bind=True)
def rejected(self):
    """Is rejected for good."""
    raise Reject("a reason", requeue=False)


@app.task(bind=True, acks_late=True)
def requeues(self):
    """Is sent back once."""
    note(event="received", id=self.request.id)
    if not self.request.delivery_info["redelivered"]:
        raise Reject("no reason", requeue=True)
    return "received two times"


@app.task(bind=True, track_started=True)
def started(self):
    """Waits until its state has been seen."""
    from docs_claims import eventually

    note(event="started", id=self.request.id)
    eventually(lambda: self.app.backend.get_state(self.request.id) == "STARTED")
    return [self.app.backend.get_task_meta(self.request.id), os.getpid(), self.request.hostname]


@app.task(bind=True)
def not_tracked(self):
    """The state that it has while it runs."""
    return self.app.AsyncResult(self.request.id).state
