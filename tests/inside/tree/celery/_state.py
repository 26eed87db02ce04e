from celery.app.base import Celery
from celery.local import Proxy

_default = Celery("default")
current_app = Proxy(lambda: _default)
current_task = Proxy(lambda: None)
