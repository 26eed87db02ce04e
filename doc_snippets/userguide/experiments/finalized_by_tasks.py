"""Access to app.tasks finalizes an application."""

from celery import Celery

app = Celery("finalized", set_as_current=False)
assert not app.finalized, "the application is finalized from the start"
tasks = app.tasks
assert app.finalized, "app.tasks does not finalize the application"
