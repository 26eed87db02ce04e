"""Where the hook has to be set that makes the exchange of a queue that is created automatically."""

from unittest import mock

from celery import Celery
from celery.app.amqp import Queues
from kombu import Exchange


def called(where):
    """Whether a hook that is set there is called."""
    app = Celery("hooked", broker="amqp://", set_as_current=False)
    owner = {"app.amqp": app.amqp, "app.amqp.Queues": Queues}[where.rpartition(".")[0]]
    hook = mock.Mock(return_value=Exchange("hooked"))
    with mock.patch.object(owner, where.rpartition(".")[2], hook, create=True):
        return app.amqp.queues["missing"].exchange.name == "hooked"


if not called("app.amqp.autoexchange"):
    raise RuntimeError("no hook is called")
if not called(claimed["hook"]):
    contradicted("hook", "app.amqp.autoexchange", f"one that is set as {claimed['hook']} is never called")
