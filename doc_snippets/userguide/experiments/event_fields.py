"""What the events of a task, or of a worker, hold."""

from lab_events import Watch, add, again, app, fail, running, work

#: What the page need not say of each of them.
OF_EVERY_EVENT = {"type", "hostname", "timestamp", "utcoffset", "pid", "clock", "local_received"}
SENDS = {"task-failed": fail.s, "task-retried": again.s, "task-revoked": work.s}

slot, documented = next(iter(claimed.items()))
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
untold = sorted(set(event) - set(names) - OF_EVERY_EVENT)
if untold:
    told = {slot: ", ".join([documented, *untold])}
    if untold == ["loadavg"] and "loadavg" not in claimed:
        told["processed"] = (
            claimed["processed"] + "\n- `loadavg`: Load averages of the worker's host (last 1, 5, and 15 minutes)."
        )
    otherwise(f"the event {kind} has {' and '.join(untold)}, too", **told)
