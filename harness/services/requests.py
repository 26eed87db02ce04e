"""Requests: tasks that fetch pages, and the exceptions that they are retried for."""

from __future__ import annotations

from typing import Literal

from harness.services._packages import Packages

name = "requests"
role: Literal["broker", "extra"] = "extra"
purpose = "exceptions of an HTTP client"
requires = ("requests",)

start = Packages(name=name).start
connect = Packages(name=name).connect
