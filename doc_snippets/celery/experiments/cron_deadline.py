"""What beat_cron_starting_deadline is compared with: the last run, or the run that was missed."""

from datetime import datetime, timedelta, timezone

from celery.schedules import crontab
from lab_plain import app

MISSED = datetime(2025, 6, 3, 4, 0, tzinfo=timezone.utc)


def due(late):
    """Whether a task of every morning that ran the day before is still due some seconds later."""
    daily = crontab(minute=0, hour=4, nowfun=lambda: MISSED + timedelta(seconds=late), app=app)
    return daily.is_due(MISSED - timedelta(days=1)).is_due


app.conf.beat_cron_starting_deadline = 60
if due(600):
    raise RuntimeError("the deadline has no effect at all")
assert due(30) == corrected, (
    "it is the run that was missed which has to be within the deadline: if that is 60 seconds, a task that last ran"
    " a day ago is still due when it is 30 seconds late"
)
