"""Which source of configuration is consulted first."""

from celery import Celery


class Config:
    """The configuration module."""

    task_default_queue = "module"
    result_expires = 60


app = Celery("order", set_as_current=False)
app.config_from_object(Config)
found = [app.conf.task_default_queue, app.conf.result_expires, app.conf.worker_prefetch_multiplier]
assert found == ["module", 60, 4], f"module and defaults give {found}"
app.conf.task_default_queue = "run-time"
assert app.conf.task_default_queue == "run-time", f"a change at run-time gives {app.conf.task_default_queue!r}"
