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


def attempts(error, **named):
    """How often a message is sent when each time this error is raised."""
    made = []

    def refuse(*args, **kwargs):
        made.append(1)
        raise error

    policy = {"max_retries": 3, "interval_start": 0, "interval_step": 0, "interval_max": 0, **named}
    with app.connection_for_write(transport=Transport) as connection:
        producer = app.amqp.Producer(connection)
        producer._publish = refuse
        with contextlib.suppress(OperationalError, TimeoutError):
            producer.publish("what apply_async hands over", retry=True, retry_policy=policy)
    return len(made)


found = attempts(Refused, retry_errors=(TimeoutError,))
if corrected:
    assert found == 4, "an error of the connection is not tried again"
    assert attempts(TimeoutError) == 1, "a time-out is tried again with any transport, named or not"
    assert attempts(TimeoutError, retry_errors=(TimeoutError,)) == 4, "a time-out is not tried again with any transport"
else:
    assert found == 1, (
        "errors of the connection are tried again all the same: retry_errors names further errors, and excludes none"
    )
