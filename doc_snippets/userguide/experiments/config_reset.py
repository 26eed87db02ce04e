"""What of an application's configuration is left when it gets another object."""

from celery import Celery


class Config:
    """The object that is loaded."""

    result_expires = 60


class Earlier:
    """One that was loaded before."""

    task_default_queue = "earlier"


def reset(prepare):
    """Whether what was set is gone when the object is loaded."""
    app = Celery("reset", set_as_current=False)
    prepare(app)
    app.config_from_object(Config)
    if app.conf.result_expires != 60:
        raise RuntimeError("the object was not loaded")
    return app.conf.task_default_queue == "celery"


def set_only(app):
    app.conf.task_default_queue = "set"


def read_and_set(app):
    assert app.conf.task_default_queue == "celery", "the default is another"
    app.conf.task_default_queue = "set"


def load(app):
    app.config_from_object(Earlier)


if corrected:
    assert reset(read_and_set), "what was set after the configuration was first read stays"
    assert reset(load), "what an earlier object has stays"
    assert not reset(set_only), "what was set before the configuration was first read is gone"
else:
    assert reset(set_only), "a key that was set before the configuration is first read stays, and is not reset"
