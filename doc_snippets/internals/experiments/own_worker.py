"""A worker within the script's own process, and a broker in its memory: what becomes of a message can be watched."""

import json
import logging
import os

from celery import Celery
from celery.contrib.testing.worker import start_worker
from kombu.transport import memory

for name in ("CELERY_BROKER_URL", "CELERY_BROKER_READ_URL", "CELERY_BROKER_WRITE_URL", "CELERY_RESULT_BACKEND"):
    os.environ.pop(name, None)  # they would come before what the application says
app = Celery("own_worker", broker="memory://", backend="cache+memory://")
app.conf.broker_transport_options = {"polling_interval": 0.01}
app.conf.worker_hijack_root_logger = False
app.conf.worker_redirect_stdouts = False

if app.connection_for_write().transport_cls != "memory":
    raise RuntimeError("the broker is not the script's own")

#: What becomes of messages, by their correlation ids: ack or reject.
settled = {}
#: What the task was called with.
called = []


@app.task(name="proj.tasks.add")
def add(*args, **kwargs):
    """Leave what this is called with."""
    called.append((args, kwargs))


def _watched(method):
    settle = getattr(memory.Channel, f"basic_{method}")

    def settles(channel, tag, *args, **kwargs):
        settled.setdefault(channel.qos.get(tag).properties.get("correlation_id"), method)
        return settle(channel, tag, *args, **kwargs)

    return settles


memory.Channel.basic_ack, memory.Channel.basic_reject = _watched("ack"), _watched("reject")


def publish(correlation_id, body, headers=None, content_type="application/json", content_encoding="utf-8"):
    """Send a message, as it is, to the queue of tasks."""
    with app.connection_for_write() as connection:
        queue = app.amqp.queues["celery"]
        queue(connection.default_channel).declare()
        connection.Producer().publish(
            body if isinstance(body, (bytes, str)) else json.dumps(body),
            exchange=queue.exchange,
            routing_key=queue.routing_key,
            headers=headers or {},
            correlation_id=correlation_id,
            content_type=content_type,
            content_encoding=content_encoding,
        )


class _Ends(logging.Handler):
    """What a worker says when it cannot go on."""

    def emit(self, record):
        if record.levelno >= logging.CRITICAL and "Unrecoverable" in record.getMessage():
            ended.append(record.getMessage())


#: Why the worker ended, if it did.
ended = []
logging.getLogger("celery.worker").addHandler(_Ends())


def working():
    """A worker of this process, as long as the block lasts."""
    return start_worker(app, perform_ping_check=False)
