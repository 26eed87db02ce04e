"""Which class of the driver cassandra_options are the arguments of."""

import contextlib
import sys
import types

made = []


class Made(Exception):
    """What is looked for was made: there is nobody to connect to."""


class Driver(types.ModuleType):
    """A module of the driver, which tells what of it is given the options."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)

        def create(*arguments, protocol_version=None, **options):
            if protocol_version is not None:
                made.append(f"{self.__name__}.{name}")
                raise Made

        return create


names = ("cassandra", "cassandra.auth", "cassandra.cluster", "cassandra.query")
modules = [Driver(name) for name in names]
sys.modules.update(zip(names, modules))
driver = modules[0]
driver.auth, driver.cluster, driver.query = modules[1:]
driver.ConsistencyLevel = types.SimpleNamespace(LOCAL_QUORUM=6)
driver.OperationTimedOut = TimeoutError

from celery import Celery  # noqa: E402
from celery.backends.cassandra import CassandraBackend  # noqa: E402

app = Celery("clustered", broker="amqp://", set_as_current=False)
app.conf.cassandra_options = {"protocol_version": 3}
backend = CassandraBackend(app=app, servers=["localhost"], keyspace="celery", table="tasks")
with contextlib.suppress(Made):
    backend._get_connection()
if not made:
    raise RuntimeError("the options are given to nothing")
expect("name", claimed["name"], made[0], "cassandra.cluster is a module")
