"""When the callback is applied: before or after the steps of a blueprint are started."""

from types import SimpleNamespace

from celery.bootsteps import Blueprint, StartStopStep

order = []


class Step(StartStopStep):
    """A step that says when it is started."""

    def start(self, parent):
        order.append("step")


parent = SimpleNamespace(steps=[])
blueprint = Blueprint([Step], name="lab", on_start=lambda: order.append("callback"))
blueprint.apply(parent)
blueprint.start(parent)
expected = ["callback", "step"] if corrected else ["step", "callback"]
assert order == expected, "the callback is applied before any step is started"
