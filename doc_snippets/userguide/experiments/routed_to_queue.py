"""Where a task goes whose route names a queue and a routing key."""

import inspect
import re

from celery import Celery
from messages import destination, sent


def routed(text):
    """Exchange and routing key of the page's task with these settings."""
    settings = {}
    exec(inspect.cleandoc(text), settings)
    app = Celery("routed", broker="amqp://", set_as_current=False)
    app.conf.update(task_queues=settings["task_queues"], task_routes=settings["task_routes"])
    return destination(sent(claimed["task"], app=app))


def with_topic(text):
    """The settings with a queue whose exchange looks at routing keys: it takes those of the page's module."""
    module = claimed["task"].partition(".")[0]
    pattern = r"(?P<margin>\n[ ]*)(?P<exchange>'exchange': '[^']*',)(?P<key>\s+'routing_key': )'[^']*'"
    new = rf"\g<margin>\g<exchange>\g<margin>'exchange_type': 'topic',\g<key>'{module}.#'"
    return re.sub(pattern, new, text, count=1)


exchange, routing_key = routed(claimed["settings"])
final = eval(claimed["options"])
if (exchange, routing_key) != (final["exchange"], final["routing_key"]):
    mended = with_topic(claimed["settings"])
    so = routed(mended) == (final["exchange"], final["routing_key"])
    otherwise(
        f"the task is sent to the exchange {exchange!r} with the routing key {routing_key!r}: its queue has a direct"
        " exchange, and a route that names no exchange cannot choose the routing key then",
        **({"settings": mended} if so else {}),
    )
