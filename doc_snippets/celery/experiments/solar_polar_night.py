"""What a solar schedule estimates in the polar night: when to look again, or when the sun rises next."""

from datetime import datetime, timedelta, timezone

from celery.schedules import solar
from lab_plain import app

NIGHT = datetime(2025, 1, 1, 12, tzinfo=timezone.utc)
PLACE = "at 80 degrees north, on the 1st of January"

rise = solar("sunrise", 80, 0, nowfun=lambda: NIGHT, app=app)
estimate, error = timedelta(0), ""
try:
    estimate = rise.remaining_estimate(NIGHT)
except TypeError as raised:
    error = f"TypeError: {raised}"
holds(not error, f"where the sun does not rise, {PLACE}, it raises {error}", "solar-estimate")
holds(
    (estimate > timedelta(days=2)) == corrected,
    f"where the sun does not rise, {PLACE}, the time of the next sunrise is returned, in {estimate.days} days;"
    " the time of a check is returned only if there is no sunrise within max_search_days",
    "solar-next-check",
)
