"""Which setting chooses the backend for results that django-celery-results calls django-cache."""

import os

from celery import Celery
from celery.backends.base import DisabledBackend

os.environ.pop("CELERY_RESULT_BACKEND", None)  # which has the last word


def chooses(setting):
    """Whether the backend of that name is taken when the setting names it."""
    app = Celery("site", broker="memory://", set_as_current=False)
    # What the package's entry point provides.
    app.loader.override_backends = {"django-cache": "celery.backends.base:BaseBackend"}
    app.config_from_object({setting: "django-cache"}, namespace="CELERY")
    return not isinstance(app.backend, DisabledBackend)


if not chooses("CELERY_RESULT_BACKEND"):
    raise RuntimeError("not even the setting for results chooses the backend")
if not chooses(claimed["setting"]):
    otherwise(
        f"{claimed['setting']} chooses no backend, and no result is kept: django-cache is for CELERY_RESULT_BACKEND",
        setting="CELERY_RESULT_BACKEND",
    )
