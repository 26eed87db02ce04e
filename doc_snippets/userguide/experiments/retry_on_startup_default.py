"""Whether a worker that starts tries again to connect, when only broker_connection_retry is set."""

from types import SimpleNamespace
from unittest import mock

from celery import Celery
from celery.worker.consumer import Consumer


def retries(**settings):
    """Whether a worker with these settings tries again when it starts and there is no broker."""
    app = Celery("starting", broker="memory://", set_as_current=False)
    app.conf.update(settings)
    pool = SimpleNamespace(num_processes=1, is_green=False, flush=None)
    connection = mock.Mock()
    Consumer(print, app=app, pool=pool, controller=mock.Mock()).ensure_connected(connection)
    return connection.ensure_connection.called


if not retries():
    raise RuntimeError("it does not try again by default")
if "broker_connection_retry`" not in claimed["default"] and not retries(broker_connection_retry=False):
    contradicted(
        "default",
        ":const:`None`, which falls back to :setting:`broker_connection_retry`",
        "with broker_connection_retry = False, and nothing else, connecting is not tried again when the worker starts",
    )
