"""The laboratory, where a worker keeps two revoked tasks in memory (CELERY_WORKER_REVOKES_MAX, read at import)."""

from celery.worker import state
from lab import *  # noqa: F403
from lab import app  # noqa: F401

state.revoked.maxlen = 2
