"""Which key of mongodb_backend_settings sets the size of the connection pool."""

import sys
import types

given = {}


class Anything(types.ModuleType):
    """A module of the driver, of which the backend only asks that it is there."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (Exception,), {})


def client(**arguments):
    """What the backend calls to connect."""
    given.update(arguments)


driver = Anything("pymongo")
driver.version_tuple = (4, 10, 0)
driver.MongoClient = client
stand_ins = ("pymongo.errors", "pymongo.uri_parser", "bson", "bson.binary", "bson.errors")
sys.modules.update({"pymongo": driver}, **{name: Anything(name) for name in stand_ins})

from celery import Celery  # noqa: E402
from celery.backends.mongodb import MongoBackend  # noqa: E402


def size(key):
    """How many connections the driver may keep, with this key in the settings."""
    app = Celery("pooled", broker="amqp://", set_as_current=False)
    app.conf.mongodb_backend_settings = {key: 25}
    given.clear()
    MongoBackend(app=app)._get_connection()
    return given["maxPoolSize"]


if size(claimed["key"]) != 25:
    if size("maxPoolSize") != 25:
        raise RuntimeError("the size cannot be set at all")
    otherwise(
        f"{claimed['key']} is handed on to MongoClient as it stands, which refuses what it does not know, and"
        f" maxPoolSize={size('any')} beside it: the key is maxPoolSize",
        **dict.fromkeys(claimed, "maxPoolSize"),
    )
