"""Whether a built-in result backend takes its cache from ``cache_backend``."""

import os
from unittest import mock

from celery import Celery

app = Celery("cached", backend="cache", set_as_current=False)
app.conf.cache_backend = "memory"
with mock.patch.dict(os.environ):
    os.environ.pop("CELERY_RESULT_BACKEND", None)
    named = app.backend.backend
used = named == "memory"
if corrected:
    assert used, f"the result backend takes its results to {named!r}"
else:
    assert not used, "with result_backend = 'cache' the built-in result backend uses what cache_backend names"
