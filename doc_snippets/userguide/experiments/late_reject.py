"""The laboratory, with messages of processes that have died put back into the queue."""

from lab import *  # noqa: F403
from lab import app

app.conf.task_acks_late = True
app.conf.task_reject_on_worker_lost = True
app.conf.worker_lost_wait = 0.2
