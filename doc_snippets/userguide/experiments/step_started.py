"""Whether a bootstep of that class is started and stopped."""

from celery import bootsteps

events = []


class InfoStep(getattr(bootsteps, claimed["base"])):
    """The page's step."""

    def __init__(self, parent, **kwargs):
        events.append("init")

    def start(self, parent):
        events.append("start")

    def stop(self, parent):
        events.append("stop")


class Starting(bootsteps.StartStopStep):
    """A step that is started for certain."""

    def start(self, parent):
        events.append("control")


class Parent:
    """What a worker or a consumer is for its blueprint."""

    def __init__(self):
        self.steps = []


parent = Parent()
blueprint = bootsteps.Blueprint(steps={InfoStep, Starting}, name="Worker")
blueprint.apply(parent)
blueprint.start(parent)
assert {"init", "control"} <= set(events), f"of the blueprint's steps nothing happens but {events}"
if "start" not in events:
    otherwise(f"start, stop and shutdown of a {claimed['base']} are never called", base="StartStopStep")
