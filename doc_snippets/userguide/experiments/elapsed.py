"""A schedule of one day across the changes of the clock in London."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from celery.schedules import schedule
from lab_plain import app

LONDON = ZoneInfo("Europe/London")
app.conf.timezone = "Europe/London"


def due_after(noon):
    daily = schedule(timedelta(days=1), nowfun=lambda: noon, app=app)
    return (noon.astimezone(ZoneInfo("UTC")) + daily.remaining_estimate(noon)).astimezone(LONDON)


spring = due_after(datetime(2025, 3, 29, 12, tzinfo=LONDON))
autumn = due_after(datetime(2025, 10, 25, 12, tzinfo=LONDON))
assert (spring.hour, autumn.hour) == (13, 11), f"it is due at {spring:%H:%M} in spring and at {autumn:%H:%M} in autumn"
