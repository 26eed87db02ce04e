"""Which errors make a message be sent again when retry_errors names one."""

import contextlib
import os

from celery import Celery
from kombu.exceptions import OperationalError, TimeoutError
from kombu.transport import memory

os.environ.pop("CELERY_BROKER_URL", None)  # it would win
app = Celery("retry_errors", broker="memory://", set_as_current=False)


class Refused(Exception):
    """What the transport calls an error of its connection."""


class Transport(memory.Transport):
    """Has such errors."""

    recoverable_connection_errors = (Refused,)


def refuse(*args, **kwargs):
    attempts.append(1)
    raise Refused


attempts = []
policy = {"max_retries": 3, "interval_start": 0, "interval_step": 0, "interval_max": 0}
policy["retry_errors"] = (TimeoutError,)
with app.connection_for_write(transport=Transport) as connection:
    producer = app.amqp.Producer(connection)
    producer._publish = refuse
    with contextlib.suppress(OperationalError):
        producer.publish("what apply_async hands over", retry=True, retry_policy=policy)
if not attempts:
    raise RuntimeError("nothing was sent")
told = "errors of the connection are tried again all the same: retry_errors names further errors, and excludes none"
assert len(attempts) == 1, told
