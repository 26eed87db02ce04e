"""Whether a queue can be bound to an exchange of another name, where Kombu emulates exchanges."""

from kombu import Connection, Exchange, Queue
from kombu.transport import memory, redis, virtual

assert issubclass(redis.Channel, virtual.Channel) and issubclass(memory.Channel, virtual.Channel), "not the same kind"
with Connection("memory://") as connection:
    channel = connection.default_channel
    queue = Queue("videos", Exchange("media", type="direct"), routing_key="media.video")(channel)
    queue.declare()
    connection.Producer().publish("for videos", exchange="media", routing_key="media.video")
    arrived = queue.get(no_ack=True)
assert (arrived is None) is not corrected, (
    "Kombu emulates exchanges for them: what is published to the exchange media arrives in the queue videos that is"
    " bound to it"
)
