"""Tasks that fail with errors for which they are retried automatically, and with others."""

from base import app, note


@app.task(bind=True)
def plain(self):
    """Says nothing of retries."""
    note(event="run", id=self.request.id)
    raise KeyError("always")


OPTIONS = {"autoretry_for": (LookupError,), "dont_autoretry_for": (KeyError,), "max_retries": 1}


@app.task(bind=True, default_retry_delay=0, **OPTIONS)
def but_one(self, key):
    """Is not retried for all of them."""
    note(event="run", id=self.request.id)
    raise KeyError(key) if key else IndexError(key)
