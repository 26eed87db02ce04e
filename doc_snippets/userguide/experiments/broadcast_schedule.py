"""Where a task goes that is sent with the options of a schedule, when the only queue is one for broadcasts."""

import ast
from unittest.mock import MagicMock

from celery import Celery
from kombu.common import Broadcast

app = Celery("broadcasts", broker="amqp://", set_as_current=False)
app.conf.task_queues = (Broadcast("broadcast_tasks"),)


def published(options):
    """Exchange and routing key of the message: it is not sent, for nobody has declared the exchange."""
    producer = MagicMock()
    app.send_task("tasks.reload_cache", producer=producer, **options)
    given = producer.publish.call_args[1]
    return getattr(given["exchange"], "name", given["exchange"]), given["routing_key"]


assert published({"queue": "broadcast_tasks"})[0] == "broadcast_tasks", "not even by its name is the queue found"
exchange, key = published(ast.literal_eval(claimed["options"]))
if exchange != "broadcast_tasks":
    where = f"the exchange {exchange!r}" if exchange else "the default exchange"
    why = f"without the queue the message goes to {where} with the routing key {key!r}"
    contradicted("options", {"queue": "broadcast_tasks"}, why)
