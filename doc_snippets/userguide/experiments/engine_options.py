"""Whether options of a database's engine come in addition to the default ones, or in their place."""

import os

from celery import Celery
from celery.app.defaults import DEFAULTS

# It would stand above what the application is told.
os.environ.pop("CELERY_RESULT_BACKEND", None)
app = Celery("engine", backend="db+sqlite:///engine.sqlite", set_as_current=False)
app.conf.database_engine_options = {"echo": False}
options = app.backend.engine_options
if "echo" not in options:
    raise RuntimeError("the option is not taken")
lost = sorted((DEFAULTS["database_engine_options"] or {}).keys() - options)
assert bool(lost) == corrected, f"given options replace the default ones: {' and '.join(lost)} are no longer set"
