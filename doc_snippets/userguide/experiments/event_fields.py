"""What the events of a task, or of a worker, hold."""

from lab_events import Watch, add, again, app, fail, running, work

SENDS = {"task-failed": fail.s, "task-retried": again.s, "task-revoked": work.s}

((slot, documented),) = claimed.items()
kind = slot.replace("_", "-")
names = documented.replace("\n", " ").replace(" ", "").split(",")
watch = Watch(app)
if kind.startswith("task-"):
    result = SENDS.get(kind, lambda: add.s(2, 2))().delay()
    if kind == "task-revoked":
        eventually(lambda: running([result]))
        app.control.revoke(result.id, terminate=True)
event = eventually(lambda: watch.of(kind))[0]
there = [name for name in names if name in event]
expect(slot, documented, ", ".join(there) if there != names else documented)
