"""Tasks that wait in a queue, with no worker to take them, and how many there are in a queue."""

from kombu import Exchange, Queue
from own_worker import add, app


def sent():
    """The id of a task that waits."""
    return add.delay(2, 2).id


def queue(name):
    """A queue to move tasks to."""
    return Queue(name, exchange=Exchange(name), routing_key=name)


def waiting(name):
    """How many messages are in that queue, which is there from now on."""
    with app.connection_for_read() as connection:
        bound = queue(name)(connection.default_channel)
        bound.declare()
        return bound.queue_declare(passive=True).message_count
