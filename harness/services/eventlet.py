"""Eventlet: workers with a pool of green threads."""

from __future__ import annotations

from typing import Literal

from harness.services._packages import Packages

name = "eventlet"
role: Literal["broker", "extra"] = "extra"
purpose = "workers with the eventlet pool"
#: Releases from 5.2 on ask for it on old Pythons only, and take it on all.
requires = ("celery[eventlet]", "eventlet")

start = Packages(name=name).start
connect = Packages(name=name).connect
