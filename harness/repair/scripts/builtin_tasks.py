"""Which tasks every application has."""

from celery import Celery


def observe(text, names):
    """Hold a list of names against the tasks of an application that has none of its own."""
    app = Celery("builtin", set_as_current=False)
    app.finalize()
    # Others are there only since something has imported their module.
    real = {name for name, task in app.tasks.items() if task.__module__ == "celery.app.builtins"}
    told = "the tasks built into Celery: %s" % ", ".join(sorted(real))
    return told, real != set(names)
