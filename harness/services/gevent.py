"""gevent: workers with a pool of greenlets."""

from __future__ import annotations

from typing import Literal

from harness.services._packages import Packages

name = "gevent"
role: Literal["broker", "extra"] = "extra"
purpose = "workers with the gevent pool"
requires = ("celery[gevent]", "gevent")

start = Packages(name=name).start
connect = Packages(name=name).connect
