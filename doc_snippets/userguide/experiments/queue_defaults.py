"""What a queue of task_queues has that says neither exchange nor type nor routing key."""

from celery import Celery
from kombu import Queue

app = Celery("defaults", broker="amqp://", set_as_current=False)
app.conf.task_default_queue = "default"
app.conf.task_default_exchange = "tasks"
app.conf.task_default_exchange_type = "topic"
app.conf.task_default_routing_key = "task.default"
app.conf.task_queues = (Queue("feed_tasks", routing_key="feed.#"), Queue("default"))
exchanges = {(queue.exchange.name, queue.exchange.type) for queue in app.amqp.queues.values()}
assert exchanges == {("tasks", "topic")}, (
    f"the exchanges of the queues are {', '.join(f'{name} ({kind})' for name, kind in sorted(exchanges))}"
)
