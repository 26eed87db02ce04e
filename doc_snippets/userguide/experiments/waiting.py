"""A task that waits for another."""

from base import add, app


@app.task
def synchronous():
    """What comes of it."""
    try:
        return add.delay(2, 2).get(timeout=5)
    except RuntimeError as error:
        return str(error)
