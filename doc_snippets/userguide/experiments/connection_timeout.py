"""Which timeout the connection of a producer is given."""

import contextlib
import os
from unittest import mock

from celery import Celery
from kombu.exceptions import OperationalError
from kombu.transport.pyamqp import Transport

given = []


class Refusing:
    """Notes how long it may take, and gives up at once."""

    def __init__(self, **options):
        given.append(options.get("connect_timeout"))
        raise ConnectionRefusedError("nobody is there")


app = Celery("producing", broker="amqp://guest:guest@127.0.0.1:5672//", set_as_current=False)
app.conf.broker_connection_timeout = 7.5
with mock.patch.object(Transport, "Connection", Refusing), mock.patch.dict(os.environ):
    for name in ("CELERY_BROKER_URL", "CELERY_BROKER_WRITE_URL"):
        os.environ.pop(name, None)
    with contextlib.suppress(OSError, OperationalError):
        app.send_task("proj.tasks.add", (2, 2), retry=False)
assert given[0] != 7.5, "a producer that sends a task connects with broker_connection_timeout, too"
