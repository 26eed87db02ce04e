"""PyEphem: when the sun rises and sets."""

from __future__ import annotations

from typing import Literal

from harness.services._packages import Packages

name = "ephem"
role: Literal["broker", "extra"] = "extra"
purpose = "solar schedules"
requires = ("celery[solar]", "ephem")

start = Packages(name=name).start
connect = Packages(name=name).connect
