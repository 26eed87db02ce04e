"""An application that nothing has used yet, and the worker that `celery worker` makes of it."""

import sys

from celery import Celery, current_app
from celery.bin.celery import celery
from celery.worker import WorkController
from click.testing import CliRunner


def application(**settings):
    """One with a task, and these settings."""
    made = Celery("fresh", broker="memory://", set_as_current=False)
    made.conf.update(settings)

    @made.task(name="fresh.add", shared=False)
    def add(x, y):
        return x + y

    return made


def commanded(hostname, **settings):
    """The worker that the command line has made, as it would start it."""
    made = []

    def note(worker):
        made.append(worker)

    before, start = current_app._get_current_object(), WorkController.start
    module = sys.modules[__name__]
    module.app = application(**settings)
    WorkController.start = note
    try:
        result = CliRunner().invoke(celery, ["-A", "fresh:app", "worker", "-n", hostname, "-P", "solo"])
    finally:
        WorkController.start = start
        before.set_current()
    if not made:
        raise RuntimeError(f"celery worker makes no worker: {result.output} {result.exception!r}")
    return made[0]


def rate_limit(worker):
    """That of the worker's task."""
    return worker.app.tasks["fresh.add"].rate_limit
