"""Under which key the scheduler wants an entry's schedule."""

from celery.beat import Scheduler
from celery.schedules import crontab
from lab_plain import app


def scheduled(key):
    """The entry with a schedule under that key."""
    entries = {}
    scheduler = Scheduler(app, schedule=entries, lazy=True)
    scheduler.update_from_dict({"entry": {"task": "tasks.add", key: crontab(minute="*/5")}})
    return scheduler.schedule.get("entry")


assert scheduled("schedule").schedule == crontab(minute="*/5"), "not even schedule works"
try:
    entry = scheduled(claimed["key"])
except TypeError as error:
    contradicted("key", "schedule", str(error))
assert entry.schedule == crontab(minute="*/5"), f"the entry's schedule is {entry.schedule!r}"
