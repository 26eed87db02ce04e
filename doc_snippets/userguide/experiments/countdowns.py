"""A task that tells after how many seconds its retries are to come, and does not wait for them."""

from base import app, note
from celery import Task


class Timed(Task):
    """Notes the countdown with which it is sent again."""

    def signature_from_request(self, *args, **kwargs):
        note(event="countdown", id=self.request.id, seconds=kwargs.get("countdown"))
        return super().signature_from_request(*args, **{**kwargs, "countdown": 0})


@app.task(base=Timed, autoretry_for=(KeyError,), max_retries=1)
def fails():
    """Is retried automatically, and nothing is said of a backoff."""
    raise KeyError("always")
