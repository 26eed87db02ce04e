"""What of remote control is durable when its queues are to be."""

from celery import Celery

app = Celery("durable", broker="amqp://", set_as_current=False)
app.conf.update(control_queue_durable=True, control_queue_exclusive=False)
mailbox = app.control.mailbox
if not mailbox.get_queue("worker").durable:
    raise RuntimeError("the queue is not durable")
assert mailbox.exchange.durable != corrected, "the queue is durable, and the exchange is not"
