"""Whether a message is sent again when the connection is lost, with the producer that Celery has itself."""

from unittest.mock import patch

from celery import Celery
from kombu.messaging import Producer

own = Celery("publish_retried", broker="memory://", set_as_current=False)
publish = Producer._publish
attempts = []


@own.task
def add(x, y):
    return x + y


def lost_once(producer, *args, **options):
    """Publish, and lose the connection the first time."""
    attempts.append(True)
    if len(attempts) == 1:
        raise producer.connection.recoverable_connection_errors[0]("lost")
    return publish(producer, *args, **options)


with patch.object(Producer, "_publish", lost_once):
    add.apply_async((2, 2), retry=True, retry_policy={"interval_start": 0, "interval_step": 0, "max_retries": 1})
sent = len(attempts) == 2
assert sent == corrected, "a message is sent again by apply_async() alone, without a producer or connection being given"
