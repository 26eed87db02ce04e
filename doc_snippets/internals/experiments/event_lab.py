"""An event as it is sent, through a broker in this process's own memory."""

import os
import time

from celery.events import get_exchange
from kombu import Queue
from own_worker import app


def sent(timezone="UTC"):
    """The message of an event that is sent in this time zone, as POSIX writes it."""
    os.environ["TZ"] = timezone
    time.tzset()
    with app.connection_for_write() as connection:
        queue = Queue("events", get_exchange(connection), routing_key="#")(connection.default_channel)
        queue.declare()
        with app.events.Dispatcher(connection, hostname="w@example.com") as dispatcher:
            dispatcher.send("order-placed")
        return queue.get(no_ack=True, accept=["json"])
