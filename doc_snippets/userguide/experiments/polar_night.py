"""What becomes of a solar event that does not happen on that day."""

from datetime import datetime, timezone

from celery.schedules import solar
from lab_plain import app

winter = datetime(2020, 1, 1, 12, tzinfo=timezone.utc)
schedule = solar("sunrise", 78.2, 15.6, nowfun=lambda: winter, app=app)  # at Longyearbyen, from November to January
try:
    due, wait = schedule.is_due(winter)
except TypeError as error:
    raise AssertionError(
        f"with sunrise on a day when the sun doesn't rise, is_due() raises TypeError: {error}, and beat exits"
    ) from None
assert not due and wait > 0, f"the entry is {'' if due else 'not '}due, and looked at again in {wait:.0f} seconds"
