"""Whether override_backends is a path, or has paths by the names of backends."""

from celery import Celery
from celery.app.backends import by_name
from celery.backends.base import DisabledBackend

PATH = "celery.backends.base:DisabledBackend"


def overrides(value):
    """Whether a backend is taken from where the setting says."""
    app = Celery("overriding", broker="amqp://", set_as_current=False)
    app.config_from_object({"override_backends": value})
    app.conf.get("override_backends")
    try:
        return by_name("file", app.loader) is DisabledBackend
    except TypeError:
        return False


if not overrides({"file": PATH}):
    raise RuntimeError("no backend is overridden")
assert overrides(PATH) != corrected, "a path alone raises TypeError: it has to be a dict of backend names and paths"
