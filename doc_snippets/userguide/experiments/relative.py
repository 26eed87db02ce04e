"""What a relative schedule of a day, an hour, a minute is rounded to, and in which direction."""

from datetime import datetime, timedelta, timezone

from celery.schedules import schedule
from lab_plain import app

EARLY = datetime(2025, 6, 2, 10, 20, 30, 400000, tzinfo=timezone.utc)
LATE = datetime(2025, 6, 2, 10, 59, 50, tzinfo=timezone.utc)


def due(period, last):
    """When a task with that schedule, last run then, is due."""
    return last + schedule(period, relative=True, nowfun=lambda: last, app=app).remaining_estimate(last)


EXPECTED = {
    timedelta(days=1): datetime(2025, 6, 3, tzinfo=timezone.utc),
    timedelta(hours=1): datetime(2025, 6, 2, 11, tzinfo=timezone.utc),
    timedelta(minutes=1): datetime(2025, 6, 2, 10, 21, tzinfo=timezone.utc),
    timedelta(seconds=1): datetime(2025, 6, 2, 10, 20, 31, tzinfo=timezone.utc),
}
for period, expected in EXPECTED.items():
    real = due(period, EARLY)
    assert real == expected, f"after {EARLY:%H:%M:%S} a relative schedule of {period} is due at {real}, not {expected}"
real = due(timedelta(hours=1), LATE)
if claimed["way"] == "to the nearest" and real != datetime(2025, 6, 2, 12, tzinfo=timezone.utc):
    otherwise(
        f"it is rounded down: what runs every hour and last ran at {LATE:%H:%M:%S} is due at {real:%H:%M:%S},"
        " not at 12:00:00",
        way="down to the",
    )
