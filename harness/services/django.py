"""Django: projects whose settings configure Celery, models, transactions."""

from __future__ import annotations

from typing import Literal

from harness.services._packages import Packages

name = "django"
role: Literal["broker", "extra"] = "extra"
purpose = "Django projects: settings, models, transactions"
requires = ("celery[django]", "django")

start = Packages(name=name).start
connect = Packages(name=name).connect
