"""How often sending a message is tried again by default, and how long that takes."""

import contextlib

import kombu.utils.functional
from base import app
from docs_claims import expect, otherwise

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
real["shown"] = real["max"]
longest = {name for name in ("max", "shown", "seconds") if name in claimed and abs(claimed[name] - real[name]) > 1e-9}
if longest:
    otherwise(
        f"task_publish_retry_policy has an interval_max of {real['max']:g} by default: kombu tries again at once, and "
        f"after {' and '.join(map(str, slept))} seconds, {real['seconds']:g} in all",
        **{name: real[name] for name in sorted(longest)},
    )
for name in claimed.keys() & real.keys():
    expect(name, claimed[name], real[name], "it is that in task_publish_retry_policy")
