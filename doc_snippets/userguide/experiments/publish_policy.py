"""How often sending a message is tried again by default, and how long that takes."""

import contextlib

import kombu.utils.functional
from base import app
from docs_claims import expect

if not hasattr(kombu.utils.functional, "sleep"):
    raise RuntimeError("this kombu waits in another way")
slept, attempts = [], []
kombu.utils.functional.sleep = slept.append


def refused():
    attempts.append(1)
    raise ConnectionError("refused")


policy = app.conf.task_publish_retry_policy
with contextlib.suppress(ConnectionError):
    kombu.utils.functional.retry_over_time(refused, ConnectionError, **policy)
real = {"times": len(attempts) - 1, "seconds": round(sum(slept), 6)}
real.update((name, policy["interval_" + name]) for name in ("start", "step", "max"))
for name, value in claimed.items():
    expect(name, value, real[name], f"kombu tries again after {slept} seconds")
