"""pytest: tests, and the plugin that Celery brings."""

from __future__ import annotations

from typing import Literal

from harness.services._packages import Packages

name = "pytest"
role: Literal["broker", "extra"] = "extra"
purpose = "test modules and the fixtures of Celery's pytest plugin"
requires = ("celery[pytest]", "pytest")

start = Packages(name=name).start
connect = Packages(name=name).connect
