"""Whether results can be stored with the options of a database's engine that a page shows."""

import os

from celery import Celery

# It would stand above what the application is told.
os.environ.pop("CELERY_RESULT_BACKEND", None)


def error(recycle):
    """What the database backend of a worker's child process raises, when it takes a connection from the pool again."""
    app = Celery("recycled", backend="db+sqlite:///recycled.sqlite", set_as_current=False)
    app.conf.database_engine_options = {"pool_pre_ping": False, "pool_recycle": recycle}
    backend = app.backend
    backend.session_manager.forked = True
    try:
        for number in range(3):
            backend.store_result(str(number), number, "SUCCESS")
    except TypeError as raised:
        return f"TypeError: {raised}"
    return ""


if error(eval(claimed["recycle"])):
    if error(-1):
        raise RuntimeError("results cannot be stored at all")
    contradicted("recycle", -1, f"with {claimed['recycle']}, storing a second result raises {error(None)}")
