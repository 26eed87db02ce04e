"""The laboratory, where tasks inherit the priority of their parents."""

from lab import *  # noqa: F403
from lab import app, note

app.conf.task_inherit_parent_priority = True


@app.task(bind=True)
def prior(self, x, y=0):
    """Add, and leave the own priority."""
    note(f"{self.request.id} {self.request.delivery_info.get('priority')}")
    return x + y
