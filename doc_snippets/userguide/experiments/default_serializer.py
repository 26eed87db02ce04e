"""The serializer of a message for which none is named."""

from base import app
from docs_claims import expect
from kombu.serialization import registry

with app.pool.acquire(block=True) as connection, app.amqp.Producer(connection) as producer:
    sent = []
    publish = producer.publish

    def watched(*args, **options):
        sent.append(options["serializer"])
        return publish(*args, **options)

    producer.publish = watched
    app.tasks["base.add"].apply_async((2, 2), producer=producer)
(name,) = sent
if name.lower() != claimed["name"].lower():
    expect("name", claimed["name"], name)
assert registry.name_to_type[name] == "application/json", "the default serializer does not write JSON"
