"""A task that says what its request has."""

from celery import Celery

app = Celery("attributes")


@app.task(bind=True)
def has(self, name):
    """Whether the request has an attribute."""
    return hasattr(self.request, name)
