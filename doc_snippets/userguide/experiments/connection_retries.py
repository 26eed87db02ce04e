"""How often a connection is tried again, as broker_connection_max_retries says."""

import re
import socket

from kombu import Connection
from kombu.exceptions import OperationalError

with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]


class Enough(Exception):
    """It was tried again often enough to believe it."""


def retries_forever(most):
    """Whether it is tried again and again."""
    tried = []

    def errback(error, interval):
        tried.append(error)
        if len(tried) == 3:
            raise Enough

    connection = Connection(f"amqp://127.0.0.1:{port}")
    try:
        connection.ensure_connection(errback, most, interval_start=0, interval_step=0, interval_max=0)
    except Enough:
        return True
    except OperationalError:
        return False
    raise RuntimeError("there is a broker where none should be")


values = re.findall(r"`(\w+)`", claimed["values"])
forever = [value for value in values if retries_forever(eval(value))]
if forever != values:
    lost = " and ".join(value for value in values if value not in forever)
    otherwise(
        f"with {lost}, connecting is given up at the first failure",
        values=" or ".join(f":const:`{value}`" for value in forever),
    )
