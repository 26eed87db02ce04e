"""A chord's header of which both tasks fail, the second one first."""

from base import app, note, noted


@app.task(bind=True, max_retries=None)
def fails_later(self):
    """Waits, without keeping a process of the worker busy, until the other one has failed."""
    failed = noted(event="fails_first")
    if not failed or self.backend.get_state(failed[0]["id"]) != "FAILURE":
        raise self.retry(countdown=0)
    raise KeyError("later")


@app.task(bind=True)
def fails_first(self):
    """Fails at once."""
    note(event="fails_first", id=self.request.id)
    raise OverflowError("first")
