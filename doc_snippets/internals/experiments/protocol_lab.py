"""Messages of both versions of the protocol, as they are made."""

from celery import Celery

app = Celery("protocol_lab", broker="amqp://", backend="rpc://")


def message(version, **options):
    """Headers and body of a task's message."""
    app.conf.task_protocol = version
    made = app.amqp.task_protocols[version](
        "4cc7438e-afd4-4f8f-a2f3-f46567e7ca77", "protocol_lab.add", (2, 2), {}, **options
    )
    return made.headers, made.body
