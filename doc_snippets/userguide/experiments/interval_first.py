"""When an entry with an interval is sent first: not when beat starts, but when the interval is over."""

from datetime import timedelta

from celery.beat import Scheduler
from lab_plain import app

app.conf.beat_schedule = {"each": {"task": "lab_plain.nothing", "schedule": timedelta(seconds=claimed["seconds"])}}
entry = Scheduler(app).schedule["each"]
due, wait = entry.is_due()
assert not due and claimed["first"] - 5 < wait <= claimed["first"], (
    f"when beat starts, the entry is {'' if due else 'not '}due, and looked at again in {wait:.0f} seconds"
)
