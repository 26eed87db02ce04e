"""What the header of a compressed message tells."""

import re

from own_worker import add, app

told = re.findall(r"'([\w/-]+)'", claimed["names"])


def header(name):
    """What is sent when that compression is asked for."""
    made = app.amqp.as_task_v2(name, add.name, (2, 2), {})
    with app.connection_for_write() as connection:
        queue = app.amqp.queues["celery"](connection.default_channel)
        app.amqp.Producer(connection).publish(
            made.body,
            headers=dict(made.headers),
            compression=name,
            serializer="json",
            exchange=queue.exchange,
            routing_key=queue.routing_key,
            declare=[queue],
        )
        return queue.get(no_ack=True).headers["compression"]


found = {name: header(name) for name in told}
wrong = [f"{real!r} for {name!r}" for name, real in found.items() if real != name]
if wrong:
    otherwise(
        f"the header holds the content type of the compressor: {', '.join(wrong)}",
        kind="content types",
        names=", ".join(map(repr, dict.fromkeys(found.values()))),
    )
