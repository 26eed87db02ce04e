"""An application that no worker has to know: what is found out without sending a task."""

from celery import Celery

app = Celery("lab_plain", broker="amqp://", backend="rpc://")
