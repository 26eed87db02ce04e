"""The laboratory, with a prefetch multiplier of one."""

from lab import *  # noqa: F403
from lab import app

app.conf.worker_prefetch_multiplier = 1
