# ruff: noqa: F401, F821
import nowhere_to_be_had

from celery.result import AsyncResult

try:
    from nowhere_to_be_had import error
except ImportError:
    error = Exception

TIMEOUT = 10

if TIMEOUT:

    def connect(url, *, retry=True):
        return url


class LostBackend(AsyncResult):
    max_connections = 3

    def __init__(self, url=None, **kwargs):
        _get = self.app.conf.get
        self.url = url
        self.limit = _get("lost_max_connections")
        self.name = self.app.conf.lost_client_name
        signals.task_prerun.send(sender=self, task_id=1, task=None)
        self.dispatcher.send("task-started", pid=1)

    @cached_property
    def client(self):
        return None

    def on_connection(self, timeout=5.0):
        return timeout

    def on_port(self, port=9042, host=None):
        self.port = port or self.app.conf.lost_port
        self.host = host or self.app.conf.get("lost_host")
