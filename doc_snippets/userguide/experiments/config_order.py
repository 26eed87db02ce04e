"""Which source of configuration is consulted first."""

from celery import Celery


class Config:
    """The configuration module."""

    task_default_queue = "module"
    result_expires = 60


app = Celery("order", set_as_current=False)
app.config_from_object(Config)
found = [app.conf.task_default_queue, app.conf.result_expires, app.conf.worker_prefetch_multiplier]
assert found == ["module", 60, 4], "the configuration module does not stand above the defaults"
app.conf.task_default_queue = "run-time"
assert app.conf.task_default_queue == "run-time", (
    "a change made at run-time does not stand above the configuration module"
)
