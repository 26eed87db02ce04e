"""Whether the type of an exchange decides which workers are told to consume."""

from unittest.mock import patch

from lab_plain import app

destinations = []


def broadcast(self, command, arguments=None, destination=None, **_):
    """Where the command goes."""
    destinations.append(destination)


with patch.object(type(app.control), "broadcast", broadcast):
    for kind in ("", "direct", "topic"):
        app.control.add_consumer("a-queue", exchange_type=kind)
everywhere = [destination is None for destination in destinations]
assert (everywhere == [True, False, False]) is not corrected, (
    "the command goes to all workers, whatever the type of exchange: only the argument destination changes that"
)
