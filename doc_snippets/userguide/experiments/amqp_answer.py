"""What commands of `celery amqp` answer: all of them that the session enters, one after the other."""

from unittest.mock import patch

from amqp_shell import answer
from kombu.transport.virtual import Channel

COMMANDS = {
    "declared": "exchange.declare testexchange direct",
    "queue": "queue.declare testqueue",
    "bound": "queue.bind testqueue testexchange testkey",
    "published": "basic.publish 'This is a message!' testexchange testkey",
    "acknowledged": "basic.ack 1",
    "deleted": "queue.delete testqueue",
    "gone": "exchange.delete testexchange false",
}
((slot, documented),) = claimed.items()
# A broker in memory takes no message that is a mere text, and does not count what it deletes.
with patch.object(Channel, "basic_publish"):
    answers = {name: answer(line) for name, line in COMMANDS.items()}
*told, last = [line.replace("None", "0") for line in answers[slot]]
shown = [line.strip() for line in documented.split("\n")]
if shown[-1] != last:
    right = "\n    ".join([*told, last])
    otherwise(f"celery amqp answers {last}, on a line of its own, and not {shown[-1].split()[0]!r}", **{slot: right})
