"""django-celery-beat: periodic tasks that are kept in the database of a Django project."""

from __future__ import annotations

from typing import Literal

from harness.services._packages import Packages

name = "django-celery-beat"
role: Literal["broker", "extra"] = "extra"
purpose = "schedules in a Django project's database"
requires = ("celery[django]", "django", "django-celery-beat")

start = Packages(name=name).start
connect = Packages(name=name).connect
