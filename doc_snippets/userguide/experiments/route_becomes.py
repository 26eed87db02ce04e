"""What the router makes of a route that names a queue of task_queues."""

import ast

from celery import Celery
from kombu import Exchange, Queue

app = Celery("expands", broker="amqp://", set_as_current=False)
queue = Queue("video", Exchange("video", type="topic"), routing_key="video.#")
app.conf.task_queues = [queue, Queue("celery")]
given, becomes = (ast.literal_eval(claimed[name]) for name in ("given", "becomes"))
app.conf.task_routes = (lambda name, *rest, **kw: dict(given),)
real = app.amqp.router.route({}, "anything")
assert real["queue"].name == given["queue"], f"the route becomes {real}"
added = sorted(set(becomes) - set(given))
assert set(added) <= set(real), (
    f"nothing is added to the route: the name of the queue is replaced by the queue itself, and {' and '.join(added)} "
    "are taken from it when the message is sent"
)
