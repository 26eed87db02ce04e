"""Whether an application takes the class of a result backend."""

import os

from celery import Celery
from celery.backends.base import DisabledBackend

os.environ.pop("CELERY_RESULT_BACKEND", None)  # it would win
named = Celery("named", set_as_current=False, backend="celery.backends.base:DisabledBackend")
assert type(named.backend) is DisabledBackend, "the name of a class is not taken"
try:
    found = type(Celery("class", set_as_current=False, backend=DisabledBackend).backend)
    assert found is DisabledBackend, f"the backend is a {found.__name__}"
except TypeError:
    raise AssertionError("a class raises TypeError when the backend is used: only a name or URL is taken") from None
