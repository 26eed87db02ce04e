"""Whether the result backend that keeps results in Django's database is part of Celery."""

import pkgutil

import celery.backends
from celery.app.backends import BACKEND_ALIASES
from docs_claims import otherwise

names = [
    *BACKEND_ALIASES,
    *BACKEND_ALIASES.values(),
    *(each.name for each in pkgutil.iter_modules(celery.backends.__path__)),
]
if "django" in claimed["first"].lower() and not any("django" in name for name in names):
    otherwise(
        "no result backend for the Django ORM is built in: it comes with the package django-celery-results",
        first=claimed["first"].partition("/")[0],
    )
