"""What becomes of an import error of the configuration that is to be ignored."""

from celery import Celery

app = Celery("silent", set_as_current=False)
app.config_from_object("no_such_module", silent=True)
try:
    assert app.conf.task_default_queue == "celery", "the default is another"
except ImportError as error:
    raise AssertionError(f"it is raised when the configuration is read: {type(error).__name__}") from None
