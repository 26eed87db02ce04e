"""Pydantic: models as arguments and results of tasks."""

from __future__ import annotations

from typing import Literal

from harness.services._packages import Packages

name = "pydantic"
role: Literal["broker", "extra"] = "extra"
purpose = "tasks that take and return models"
requires = ("celery[pydantic]", "pydantic")

start = Packages(name=name).start
connect = Packages(name=name).connect
