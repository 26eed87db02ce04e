"""An application whose worker imports one more module, and a command of its own."""

from celery import Celery
from celery.worker.control import control_command

app = Celery("commanding", broker="amqp://", backend="rpc://")
app.conf.imports = ("more_commands",)


@control_command()
def own_command(state):
    """Beside the application."""
    return {"ok": "done"}
