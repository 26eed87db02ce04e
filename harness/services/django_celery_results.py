"""django-celery-results: results that are kept in the database of a Django project, or in its cache."""

from __future__ import annotations

from typing import Literal

from harness.services._packages import Packages

name = "django-celery-results"
role: Literal["broker", "extra"] = "extra"
purpose = "results in a Django project's database"
# As the service "django" asks for it: plans have both.
requires = ("celery[django]", "django!=4.1.0", "django-celery-results")

start = Packages(name=name).start
connect = Packages(name=name).connect
