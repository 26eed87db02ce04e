"""When an entry is due that is relative, and one that is not, of a scheduler that starts at 10:20:30."""

from datetime import datetime, timedelta, timezone

from celery.beat import ScheduleEntry
from lab_plain import app

START = datetime(2025, 6, 2, 10, 20, 30, tzinfo=timezone.utc)


def due(relative):
    """When the entry, which is to run every hour, is due first."""
    entry = ScheduleEntry("entry", "task", START, schedule=timedelta(hours=1), relative=relative, app=app)
    entry.schedule.nowfun = lambda: START
    return f"{START + timedelta(seconds=entry.is_due().next):%H:%M:%S}"


found = due(relative=True), due(relative=False)
if set(found) != {"11:00:00", "11:20:30"}:
    raise RuntimeError(f"it makes no difference: {found}")
assert (found[0] == "11:00:00") == corrected, (
    f"with relative=True, what runs every hour is due on the hour, at {found[0]}; it is without it that the hour counts"
    f" from when the scheduler starts, to {found[1]} if that is 10:20:30"
)
