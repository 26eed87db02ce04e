from celery.app.amqp import AMQP
from celery.app.control import Control
from celery.app.defaults import NAMESPACES, flatten
from celery.app.utils import Settings


class cached_property:
    def __init__(self, make):
        self.make = make
        self.__name__ = make.__name__

    def __get__(self, obj, type=None):
        return self if obj is None else self.make(obj)


class Celery:
    def __init__(self, main=None, broker=None, backend=None, set_as_current=True, autofinalize=True, **kwargs):
        self.main = main
        self.steps = {}
        self.on_after_configure = None

    def start(self, argv=None):
        """Run it."""

    def task(self, *args, **opts):
        return self._task_from_fun

    def _task_from_fun(self, fun, name=None, base=None, bind=False, **options):
        options.pop("autoretry_for", ())

    def send_task(self, name, args=None, kwargs=None, countdown=None, eta=None, task_id=None, **options):
        routing_key = options.get("routing_key")
        return self.conf.task_default_queue or routing_key

    def config_from_object(self, obj, silent=False, force=False, namespace=None):
        """Read it."""

    def setup_security(self, allowed_serializers=None, key=None, digest="sha256"):
        """Sign messages."""

    @cached_property
    def control(self):
        return Control(self)

    @cached_property
    def amqp(self):
        return AMQP()

    @cached_property
    def backend(self):
        return Backend()

    @property
    def broken(self):
        raise RuntimeError("not now")

    @cached_property
    def conf(self):
        conf = Settings((key, option.default) for key, option in flatten(NAMESPACES))
        conf.setdefault("broker_host", None)
        return conf


def shared_task(*args, **kwargs):
    return None


class Backend:
    def _get_result_meta(self, result, state, traceback, request):
        return {"status": state, "result": result, "traceback": traceback}
