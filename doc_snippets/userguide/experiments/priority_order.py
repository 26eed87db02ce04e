"""In what order Redis is asked for messages, without transport options."""

from unittest.mock import MagicMock, patch

from kombu import Connection
from kombu.transport.redis import Channel

client = MagicMock()
with patch.object(Channel, "_create_client", lambda self, asynchronous=False: client):
    connection = Connection("redis://")
    channel = connection.channel()
    channel.basic_consume("celery", no_ack=True, callback=None, consumer_tag="one")
    client.connection.send_command.reset_mock()
    channel._brpop_start(timeout=1)
    (command, *keys, _), _ = client.connection.send_command.call_args
assert command == "BRPOP" and len(keys) == 4, (command, keys)
assert keys != [channel._q_for_pri("celery", priority) for priority in (0, 3, 6, 9)], (
    "Redis is asked for messages in the order of their priorities, 0 first, without that option, too: it is about the"
    " order of queues"
)
