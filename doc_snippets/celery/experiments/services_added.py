"""What a step adds to the steps of the object: itself, or the service that it created."""

from types import SimpleNamespace

from celery.bootsteps import Blueprint, StartStopStep

service = object()


class Step(StartStopStep):
    """A step that creates a service."""

    def create(self, parent):
        return service


parent = SimpleNamespace(steps=[])
(step,) = Blueprint([Step], name="lab").apply(parent).order
if step.obj is not service:
    raise RuntimeError("the service is not created")
assert parent.steps == [step if corrected else service], "the step itself is added, and not the service that it creates"
