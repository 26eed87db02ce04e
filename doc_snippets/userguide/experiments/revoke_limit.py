"""More revoked tasks than the worker may keep in memory: whether the first is still revoked."""

from forgetful import add, app, noted, told, write

MOST = 2
ids = [f"00000000-0000-0000-0000-{number:012}" for number in range(MOST + 1)]
for each in ids:
    app.control.revoke(each, reply=True, timeout=5, limit=1)
for each in ids:
    write.apply_async((each,), task_id=each)
add.delay(1, 1).get(timeout=15)
assert ids[-1] not in noted(), "the newest revoked task was executed"
# What was sent before `add` has been received before it; a process of its own may still be at it.
eventually(lambda: not told("active"))
assert ids[0] not in noted(), (
    "over the limit the oldest revoked id is forgotten at once, and its task is executed; how long a revoke is active"
    " is a limit of its own"
)
