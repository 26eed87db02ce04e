"""The laboratory, with a task that lasts until it is let go."""

from docs_claims import eventually
from lab import *  # noqa: F403
from lab import app, noted


@app.task
def hold(line):
    """Go on when the line is in the journal."""
    eventually(lambda: line in noted(), limit=60)
    return "done"
