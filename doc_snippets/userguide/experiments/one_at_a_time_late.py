"""The laboratory, with a prefetch multiplier of one and late acknowledgment."""

from lab import *  # noqa: F403
from lab import app

app.conf.worker_prefetch_multiplier = 1
app.conf.task_acks_late = True
