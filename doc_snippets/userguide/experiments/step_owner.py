"""Through what a step of a consumer comes to the application."""

from types import SimpleNamespace

from celery import bootsteps
from lab_plain import app


class Step(bootsteps.StartStopStep):
    """The page's, as far as its method start keeps the consumer."""

    def start(self, c):
        self.c = c


consumer = SimpleNamespace(app=app)
step = Step(consumer)
step.start(consumer)
owner = eval(claimed["owner"], {"self": step, "c": consumer})
if getattr(owner, "app", None) is not app:
    contradicted("owner", "self.c", "a step has no attribute app")
