"""Whose priority is told of a scheduled task."""

from lab import end, told, work

PRIORITY = 3
result = work.apply_async((1,), countdown=3600, priority=PRIORITY)
try:
    entry = eventually(lambda: [each for each in told("scheduled") or () if each["request"]["id"] == result.id])[0]
finally:
    end([result])
assert (entry["priority"] == PRIORITY) is not corrected, (
    f"it is {entry['priority']} whatever priority the task has: the priority of the entry in the worker's timer"
)
