"""What becomes of a connection to Redis whose health check fails."""

import os
from unittest import mock

import redis
from celery import Celery

# It would stand above what the application is told.
os.environ.pop("CELERY_RESULT_BACKEND", None)


def repeated(**settings):
    """Whether the health check is made once more when it has failed."""
    pings = []

    class Fragile(redis.Connection):
        """A connection that is lost at the first word."""

        def connect(self, *_, **__):
            """Have something that looks like a socket."""
            self._sock = object()

        def disconnect(self, *_, **__):
            """Have none."""
            self._sock = None

        def send_command(self, *command, **_):
            """Fail the first time."""
            pings.append(command)
            if len(pings) == 1:
                raise redis.ConnectionError("lost")

        def read_response(self, *_, **__):
            """Answer a PING."""
            return b"PONG"

    app = Celery("healthy", broker="amqp://", backend="redis://", set_as_current=False)
    app.conf.update(redis_backend_health_check_interval=10, **settings)
    pool = app.backend.client.connection_pool
    pool.connection_class = Fragile
    connection = pool.make_connection()
    try:
        connection.check_health()
    except redis.ConnectionError:
        return False
    finally:
        if not pings:
            raise RuntimeError("no health check was made")
    return len(pings) == 2


def done(name, part, *arguments):
    """Whether the backend does what loses its connection the first time."""
    app = Celery("storing", broker="amqp://", backend="redis://", set_as_current=False)
    owner = app.backend.client if part == "get" else app.backend
    lost = mock.Mock(side_effect=[redis.ConnectionError("lost"), None])
    with mock.patch.object(owner, part, lost):
        try:
            getattr(app.backend, name)(*arguments)
        except redis.ConnectionError:
            return False
    return lost.call_count == 2


if not repeated(redis_retry_on_timeout=True):
    raise RuntimeError("the health check is never repeated")
if not done("set", "_set", "key", "value") or done("get", "get", "key"):
    raise RuntimeError("what the backend itself retries is not what stores a result")
assert repeated() != corrected, (
    "the connection is closed, and neither the health check nor what reads a result is retried unless"
    f" redis_retry_on_timeout is enabled: only storing a result is (redis-py {redis.__version__})"
)
