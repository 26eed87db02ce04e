"""An application that has a queue for videos."""

from celery import Celery
from kombu import Exchange, Queue

app = Celery("video", broker="amqp://", backend="rpc://")
app.conf.task_queues = [
    Queue("celery"),
    Queue("video", Exchange("video"), routing_key="video.compress"),
]


@app.task
def compress():
    return None
