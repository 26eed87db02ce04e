"""Whether the worker of the fixture consumes from the queue into which the fixture puts a task of its own."""

import ast
import inspect

from celery import Celery
from celery.contrib.testing.worker import start_worker

parameters = ast.literal_eval(f"{{{claimed['parameters']}}}")


def reached(**given):
    """The queue of the task, and whether a worker with these parameters consumes from it."""
    app = Celery("fixture", broker="memory://", backend="cache+memory://", set_as_current=False)
    worker = app.Worker(pool="solo", quiet=True, **given)
    queue = app.amqp.router.route({}, "celery.ping")["queue"].name
    return queue, queue in worker.app.amqp.queues.consume_from


asked = inspect.signature(start_worker).parameters["perform_ping_check"].default
assert reached()[1], "not even a worker without parameters consumes from that queue"
queue, consumed = reached(**parameters)
if asked and not consumed and parameters.get("perform_ping_check", True):
    last = claimed["parameters"].split("\n")[-1]
    line = f"\n{' ' * (len(last) - len(last.lstrip()))}'perform_ping_check': False,"
    otherwise(
        f"with these parameters the fixture celery_worker fails with a TimeoutError: the task by which it tests its "
        f"worker goes into the queue {queue!r}, which the worker does not consume from",
        parameters=claimed["parameters"] + line,
    )
