"""Whether TCP keepalive is off for connections of the Redis result backend when redis_socket_keepalive is False."""

import os

import redis
from celery import Celery

# It would stand above what the application is told.
os.environ.pop("CELERY_RESULT_BACKEND", None)


def kept_alive(**settings):
    """Whether a connection of the backend's is to be kept alive."""
    app = Celery("alive", broker="amqp://", backend="redis://", set_as_current=False)
    app.conf.update(settings)
    return app.backend.client.connection_pool.make_connection().socket_keepalive


if not kept_alive(redis_socket_keepalive=True):
    raise RuntimeError("the setting changes nothing")
assert not kept_alive() and not kept_alive(redis_socket_keepalive=False), (
    f"keepalive is on, even when the setting is False: redis-py {redis.__version__} has it on by default, and the"
    " backend does not pass False on to it"
)
