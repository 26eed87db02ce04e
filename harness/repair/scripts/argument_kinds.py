"""Whether one of Celery's methods takes arguments of some kinds: any of the kind will do."""

from datetime import timedelta

from celery import Celery


def observe(text, method, kinds):
    """Call the method of an application, or of a task that takes anything, with an argument of each kind."""
    app = Celery("docs", broker="memory://", set_as_current=False)

    @app.task
    def any_task(*args, **kwargs):
        pass

    arguments = {
        "number": 10,
        "rate": "10/m",
        "text": "any_task",
        "sequence": (1, 2),
        "mapping": {"x": 1},
        "iterator": zip([1, 2], [1, 2]),
        "signature": any_task.si(),
        "schedule": timedelta(1),
    }
    owner = any_task if hasattr(any_task, method) else app
    try:
        made = getattr(owner, method)(*[arguments[kind] for kind in kinds])
        if method == "chunks":
            made.apply_async()
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error), True
    return "%s takes that" % method, False
