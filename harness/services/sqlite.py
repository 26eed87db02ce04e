"""SQLite by SQLAlchemy: results in a file of the plan's directory."""

from __future__ import annotations

from typing import Literal

from harness.services._packages import Packages

name = "sqlite"
role: Literal["broker", "extra"] = "extra"
purpose = "results in an SQLite database"
requires = ("celery[sqlalchemy]", "sqlalchemy")

_FILE = Packages(name=name, env={"CELERY_RESULT_BACKEND": "db+sqlite:///results.sqlite"})
start = _FILE.start
connect = _FILE.connect
