"""Which routing key a queue has for which task_queues has none."""

from celery import Celery
from kombu import Queue


def key(queues):
    """The routing key of the only queue, which is called feeds."""
    app = Celery("keyed", broker="amqp://", set_as_current=False)
    app.conf.update(task_default_routing_key="task.default", task_queues=queues)
    return app.amqp.queues["feeds"].routing_key


if key([Queue("feeds")]) != "task.default":
    raise RuntimeError("the setting has no effect at all")
real = key({"feeds": {}})
assert (real != "task.default") == corrected, (
    f"where task_queues is a dict, the queue 'feeds' without a routing key is bound with {real!r}:"
    " task_default_routing_key is for Queue objects without one"
)
