"""The laboratory, with late acknowledgment, and little patience with processes that have died."""

from lab import *  # noqa: F403
from lab import app

app.conf.task_acks_late = True
app.conf.worker_lost_wait = 0.2
