"""What an exchange may be that a queue is added with."""

from celery.app.amqp import Queues
from kombu import Exchange


def added(exchange):
    """The exchange of the queue."""
    return Queues().add("a-queue", exchange=exchange, routing_key="a-key").exchange


assert added("media").name == "media", added("media")
found = added(Exchange("media", type="topic"))
assert ((found.name, found.type) == ("media", "topic")) is not corrected, (
    f"only a name is taken: an Exchange is made the name of a new exchange of the type {found.type}"
)
