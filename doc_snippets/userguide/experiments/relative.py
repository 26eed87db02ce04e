"""What a relative schedule of a day, an hour, a minute is rounded to."""

from datetime import datetime, timedelta, timezone

from celery.schedules import schedule
from lab_plain import app

LAST = datetime(2025, 6, 2, 10, 20, 30, 400000, tzinfo=timezone.utc)
EXPECTED = {
    timedelta(days=1): datetime(2025, 6, 3, tzinfo=timezone.utc),
    timedelta(hours=1): datetime(2025, 6, 2, 11, tzinfo=timezone.utc),
    timedelta(minutes=1): datetime(2025, 6, 2, 10, 21, tzinfo=timezone.utc),
    timedelta(seconds=1): datetime(2025, 6, 2, 10, 20, 31, tzinfo=timezone.utc),
}
for period, due in EXPECTED.items():
    real = LAST + schedule(period, relative=True, nowfun=lambda: LAST, app=app).remaining_estimate(LAST)
    assert real == due, f"after {LAST:%H:%M:%S} a relative schedule of {period} is due at {real}, not {due}"
