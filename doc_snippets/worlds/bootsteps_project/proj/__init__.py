"""A package with bootsteps, as the page on extending Celery installs them."""

from celery import bootsteps


class MyWorkerStep(bootsteps.StartStopStep):
    pass


class MyConsumerStep(bootsteps.StartStopStep):
    pass


class StepA(bootsteps.StartStopStep):
    pass


class StepB(bootsteps.StartStopStep):
    pass
