"""Whether a step of the consumer that requires the worker's step Hub can be had, and whether it needs that."""

from celery import bootsteps
from celery.worker.components import Hub
from lab_plain import app


class Step(bootsteps.StartStopStep):
    """The page's, or one that requires nothing."""

    requires = () if corrected else (Hub,)


app.steps["consumer"].add(Step)
try:
    consumer = app.Worker(hostname="w@example.com", pool="solo", quiet=True).consumer
except AttributeError as error:
    told = "the consumer has a hub without any step, and one whose step requires the worker's Hub cannot be made"
    raise AssertionError(f"{told}: {error}") from None
assert hasattr(consumer, "hub"), "a consumer has no hub"
