"""How a worker and a consumer show themselves, before they are started and then."""

from celery import bootsteps
from lab_plain import app

((slot, documented),) = claimed.items()
kind, state = slot.split("_")
shown = {}


class Shown(bootsteps.Step):
    """The page's step, as far as its first line goes."""

    def __init__(self, parent, **kwargs):
        shown[type(parent).__name__.lower()] = repr(parent)


app.steps["worker"].add(Shown)
app.steps["consumer"].add(Shown)
worker = app.Worker(hostname="celery@example.com", pool="solo", quiet=True)
if state == "running":
    parent = {"worker": worker, "consumer": worker.consumer}[kind]
    parent.blueprint.state = bootsteps.RUN
    shown[kind] = repr(parent)
if documented != shown[kind]:
    otherwise(
        "a worker and a consumer show themselves by name and state, as <Worker: celery@example.com (running)>",
        **{slot: shown[kind]},
    )
