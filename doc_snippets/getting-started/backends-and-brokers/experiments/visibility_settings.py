"""Which settings tell the visibility timeout of the Redis transport."""

import os
from types import SimpleNamespace

from celery import Celery
from kombu.transport import redis

os.environ.pop("CELERY_BROKER_URL", None)  # it would win


class Channel(redis.Channel):
    """Does not connect."""

    client = SimpleNamespace(ping=lambda: True)


class Transport(redis.Transport):
    """As the name redis:// stands for."""

    Channel = Channel


def timeout(**settings):
    """Seconds that a channel of such an application has."""
    app = Celery("visibility", broker="redis://", set_as_current=False)
    app.conf.update(settings)
    with app.connection_for_read(transport=Transport) as connection:
        channel = Transport.Channel(Transport(connection))
        return channel.visibility_timeout


default = timeout()
options = {"visibility_timeout": 43200}
if timeout(result_backend_transport_options=options, visibility_timeout=43200) != default:
    raise RuntimeError("the other settings tell it, too")
alone = timeout(broker_transport_options=options)
if corrected:
    assert alone == 43200, f"visibility_timeout in broker_transport_options leaves it at {alone}"
else:
    told = "visibility_timeout in broker_transport_options is enough: the other two settings do nothing"
    assert alone == default, told
