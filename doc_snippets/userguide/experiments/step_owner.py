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
owners = {slot: eval(documented, {"self": step, "c": consumer}) for slot, documented in claimed.items()}
if any(getattr(owner, "app", None) is not app for owner in owners.values()):
    otherwise("a step has no attribute app: the application is self.c.app", **dict.fromkeys(claimed, "self.c"))
