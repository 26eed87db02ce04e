"""What is logged of a task that a worker executes."""

import logging

from celery import Celery
from celery.app.trace import build_tracer, logger
from celery.exceptions import Reject


def logged(reject=False):
    """The last line that is logged of a task that ends well, or is rejected."""
    app = Celery("traced", broker="memory://", set_as_current=False)

    @app.task(name="traced.add", shared=False)
    def add(x, y):
        if reject:
            raise Reject("a reason", requeue=False)
        return x + y

    lines = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        build_tracer(add.name, add, app=app)("an-id", (2, 2), {}, {"ignore_result": True})
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
    return lines[-1].splitlines()[0]
