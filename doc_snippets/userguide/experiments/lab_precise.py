"""The laboratory, with a precise timer."""

from celery.worker.control import inspect_command
from lab import *  # noqa: F403
from lab import app

app.conf.worker_timer_precision = 0.1


@inspect_command()
def timer_interval(state):
    """For how many seconds the worker's timer may sleep."""
    return state.consumer.timer.max_interval
