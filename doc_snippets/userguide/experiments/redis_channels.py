"""What the channel is called that events go through with Redis."""

from uuid import uuid4

from lab_plain import app

with app.connection_for_write() as connection:
    if connection.transport.driver_type == "redis":
        client = connection.default_channel.client
        number = client.connection_pool.connection_kwargs["db"]
        kind = f"docs-{uuid4().hex}"  # a channel of nobody else's
        listener = client.pubsub()
        listener.psubscribe(f"/{number}.celeryev*{kind.replace('-', '.')}")
        eventually(lambda: listener.get_message(timeout=0.1))  # it is subscribed
        app.events.Dispatcher(connection, enabled=True).send(kind)
        answer = eventually(lambda: listener.get_message(timeout=0.1))
        assert answer["type"] != "pmessage", (
            "the number of the database is a part of the channels' names (the option fanout_prefix of the transport, "
            "which is on by default): whoever listens in another database gets no events"
        )
