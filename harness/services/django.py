"""Django: projects whose settings configure Celery, models, transactions."""

from __future__ import annotations

from typing import Literal

from harness.services._packages import Packages

name = "django"
role: Literal["broker", "extra"] = "extra"
purpose = "Django projects: settings, models, transactions"
# Django 4.1.0 cannot remove an indexed field on SQLite, which migrations of extensions do.
requires = ("celery[django]", "django!=4.1.0")

start = Packages(name=name).start
connect = Packages(name=name).connect
