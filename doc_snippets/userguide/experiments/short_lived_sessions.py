"""Whether short-lived sessions of the database backend have connections of their own."""

import os

from celery import Celery
from celery.backends.database.session import SessionManager
from sqlalchemy import event
from sqlalchemy.pool import QueuePool

# It would stand above what the application is told.
os.environ.pop("CELERY_RESULT_BACKEND", None)


def connections(short_lived):
    """How many connections a worker's child process makes for three sessions in a row."""
    app = Celery("sessions", backend="db+sqlite:///sessions.sqlite", set_as_current=False)
    app.conf.update(database_short_lived_sessions=short_lived, database_engine_options={"poolclass": QueuePool})
    backend, manager = app.backend, SessionManager()
    manager.forked = True
    made = []
    engine = manager.get_engine(backend.url, **backend.engine_options)
    event.listen(engine, "connect", lambda *_: made.append(1))
    for _ in range(3):
        session = backend.ResultSession(manager)
        session.connection()
        session.close()
    return len(made)


kept = connections(short_lived=False)
if kept != 1:
    raise RuntimeError(f"{kept} connections are made without short-lived sessions")
assert connections(short_lived=True) > 1, (
    "short-lived sessions take their connections from the same pool as other sessions: three in a row use one"
    " connection, which goes stale as it does without them"
)
