"""How many connections the pool of the Redis result backend has room for when nothing is set."""

import os

import redis
from celery import Celery

# It would stand above what the application is told.
os.environ.pop("CELERY_RESULT_BACKEND", None)
app = Celery("pooled", broker="amqp://", backend="redis://", set_as_current=False)
real = app.backend.client.connection_pool.max_connections
unlimited = real >= 2**31
told = claimed["limit"]
if unlimited != (told == "No limit") or not (unlimited or str(real) in told):
    release = redis.__version__.partition(".")[0]
    right = "No limit" if unlimited else f"That of the :pypi:`redis` library ({real} in its version {release})"
    room = "for any number of" if unlimited else f"for {real}"
    otherwise(
        f"with redis-py {redis.__version__}, the pool has room {room} connections unless redis_max_connections is set",
        limit=right,
    )
