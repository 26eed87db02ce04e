"""An application whose messages are caught before they are sent, and what they are."""

from contextlib import contextmanager

from celery import Celery
from celery.signals import before_task_publish

app = Celery("messages", broker="amqp://", backend="rpc://")


@app.task
def add(x, y):
    """What it says."""
    return x + y


@contextmanager
def caught():
    """The messages that are sent meanwhile: the arguments of the signal, with the task's name as its sender."""
    messages = []

    def catch(sender=None, **arguments):
        messages.append(dict(arguments, sender=sender))

    before_task_publish.connect(catch, weak=False)
    try:
        yield messages
    finally:
        before_task_publish.disconnect(catch)


def sent(name="messages.add", args=(2, 2), app=app, **options):
    """The message by which a task is called by its name."""
    with caught() as messages:
        app.send_task(name, args, **options)
    return messages[0]


def destination(message):
    """Where a message goes: exchange and routing key."""
    exchange = message["exchange"]
    return getattr(exchange, "name", exchange), message["routing_key"]


def queue_of(message):
    """The name of the queue that is declared for a message."""
    return message["declare"][0].name
