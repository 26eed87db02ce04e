"""Whether persistent results of the RPC backend are in a queue that a restart of the broker leaves."""

import os

from celery import Celery

# It would stand above what the application is told.
os.environ.pop("CELERY_RESULT_BACKEND", None)
app = Celery("persistent", broker="amqp://", backend="rpc://", set_as_current=False)
app.conf.result_persistent = True
if app.backend.delivery_mode != 2:
    raise RuntimeError("the messages are not persistent")
queue = app.backend.binding
assert queue.durable != corrected, (
    "the messages are persistent, and their queue is not durable: a restart of the broker takes it away with them"
)
