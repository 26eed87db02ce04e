"""The hard time limit: the task fails, and its process is replaced by a new one."""

from celery.exceptions import TimeLimitExceeded
from lab import careful, told

before = set(told("stats")["pool"]["processes"])
end = careful.apply_async((60,), time_limit=1).get(propagate=False, timeout=25)
assert isinstance(end, TimeLimitExceeded), f"the task ended as {end!r}"


def replaced():
    now = set(told("stats")["pool"]["processes"])
    return now if len(now) == len(before) and now != before else None


after = eventually(replaced)
assert len(before - after) == 1 and len(after - before) == 1, (
    "the process that was killed is not replaced by one new process"
)
