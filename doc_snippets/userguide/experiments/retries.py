"""Tasks that are retried without delay, and tell how it went."""

import json

from base import app, note
from celery import Task


class Watched(Task):
    """Notes the delay of each retry, and does not wait for it."""

    def retry(self, *args, **kwargs):
        note(event="delay", id=self.request.id, seconds=kwargs.get("countdown"))
        return super().retry(*args, **{**kwargs, "countdown": 0})


def watched(**options):
    """A task that is retried automatically, with these options."""

    @app.task(bind=True, base=Watched, autoretry_for=(KeyError,), name=json.dumps(options, sort_keys=True), **options)
    def fails(self):
        raise KeyError(self.request.retries)

    return fails


doubling = watched(max_retries=5, retry_backoff=True, retry_jitter=False)
tripled = watched(max_retries=5, retry_backoff=3, retry_jitter=False)
capped = watched(max_retries=1, retry_backoff=10**6, retry_jitter=False)
jittered = watched(max_retries=12, retry_backoff=7)
plain = watched()


@app.task(bind=True, max_retries=1)
def without_exc(self):
    """Is retried without an exception."""
    raise self.retry(countdown=0)


@app.task(bind=True, max_retries=1)
def without_current(self):
    """Is retried with an exception that was not raised."""
    raise self.retry(exc=OverflowError("given"), countdown=0)


@app.task(bind=True, max_retries=1)
def with_current(self):
    """Is retried with the exception that was raised."""
    try:
        raise KeyError("raised")
    except KeyError as error:
        raise self.retry(exc=error, countdown=0) from None


@app.task(bind=True)
def counts(self):
    """Is retried twice."""
    note(event="run", id=self.request.id, retries=self.request.retries, info=self.request.delivery_info)
    if self.request.retries < 2:
        raise self.retry(countdown=0)
    return self.request.retries


@app.task(bind=True)
def waits(self):
    """Is to be retried some day."""
    raise self.retry(exc=KeyError("why"), countdown=300)


def add_delay():
    """The seconds after which a task is retried when nothing is said."""
    from base import add

    return add.default_retry_delay
