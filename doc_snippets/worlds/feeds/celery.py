"""The reader's application for feeds: it has the queues that the page defines."""

from celery import Celery
from kombu import Queue

app = Celery("feeds", broker="amqp://", backend="rpc://", include=["feeds.tasks"])
app.conf.task_default_queue = "default"
app.conf.task_queues = (
    Queue("default", routing_key="task.#"),
    Queue("feed_tasks", routing_key="feed.#"),
)
app.conf.task_default_exchange = "tasks"
app.conf.task_default_exchange_type = "topic"
app.conf.task_default_routing_key = "task.default"
