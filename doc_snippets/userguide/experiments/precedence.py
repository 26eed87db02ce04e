"""Which of the three decides on the destination of a task: its call, its attributes, a router."""

from celery import Celery
from messages import caught, queue_of

app = Celery("precedence", broker="amqp://", set_as_current=False)
app.conf.task_routes = {"precedence.*": {"queue": "routed"}}


@app.task(name="precedence.plain")
def plain():
    """Has no queue of its own."""


@app.task(name="precedence.own", queue="own")
def own():
    """Has a queue of its own."""


with caught() as messages:
    own.apply_async(queue="asked")
    own.apply_async()
    plain.apply_async()
queues = [queue_of(message) for message in messages]
assert queues == ["asked", "own", "routed"], (
    "what is given to apply_async does not stand above the task's attributes, or these not above the routers"
)
