"""When an entry with an interval is due after beat has been started again: what the file of the schedule tells."""

from datetime import timedelta
from pathlib import Path

from celery.beat import PersistentScheduler
from lab_plain import app

app.conf.beat_schedule = {"each": {"task": "lab_plain.nothing", "schedule": timedelta(hours=1)}}
file = str(Path("celerybeat-schedule").resolve())


def started():
    """The scheduler of a beat that has just been started."""
    return PersistentScheduler(app, schedule_filename=file)


first = started()
entry = first.schedule["each"]
entry.last_run_at -= timedelta(minutes=40)
first.schedule["each"] = entry
first.close()
again = started()
due, wait = again.schedule["each"].is_due()
again.close()
if due or not (abs(wait - 1200) < 60 or abs(wait - 3600) < 60):
    raise RuntimeError(f"the entry is {'' if due else 'not '}due, and looked at again in {wait:.0f} seconds")
if corrected:
    assert abs(wait - 1200) < 60, f"it is looked at again {wait / 60:.0f} minutes after the start"
else:
    assert abs(wait - 3600) < 60, (
        "it is relative to the last run, also when beat is started again: an hourly task that last ran 40 minutes"
        f" before the start is due {wait / 60:.0f} minutes after it"
    )
