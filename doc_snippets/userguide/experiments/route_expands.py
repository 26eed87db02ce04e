"""A route that names a queue of task_queues takes over that queue's settings, and keeps its own routing key."""

from celery import Celery
from kombu import Exchange, Queue
from messages import destination, sent

app = Celery("expands", broker="amqp://", set_as_current=False)
app.conf.task_queues = [Queue("video", Exchange("video", type="topic"), routing_key="video.#"), Queue("celery")]
app.conf.task_routes = (lambda name, *rest, **kw: {"queue": "video", "routing_key": "video.compress"},)
message = sent("anything", app=app)
assert destination(message) == ("video", "video.compress"), (
    "the message does not go to the exchange and with the routing key of the queue and the route"
)
assert message["declare"][0].exchange.type == "topic", "the exchange is not the one of the queue"
