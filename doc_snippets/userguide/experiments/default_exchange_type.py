"""Which type the exchange of a queue has that names its exchange, and no type for it."""

from celery import Celery

app = Celery("typed", broker="amqp://", set_as_current=False)
app.conf.task_default_exchange_type = "topic"
app.conf.task_queues = {"mails": {}, "feeds": {"exchange": "feeds"}}
kinds = {name: queue.exchange.type for name, queue in app.amqp.queues.items()}
if kinds["mails"] != "topic":
    raise RuntimeError("the setting has no effect at all")
assert (kinds["feeds"] != "topic") == corrected, (
    f"an exchange that is named in task_queues without a type is a {kinds['feeds']} exchange, whatever"
    " task_default_exchange_type is: the setting is the type of the default exchange only"
)
