"""What becomes of a time that has a timezone."""

from datetime import datetime, timedelta, timezone

from celery.utils.time import localize
from celery.utils.time import timezone as zones

east, west = timezone(timedelta(hours=5)), timezone(timedelta(hours=-5))
assert localize(datetime(2020, 1, 1, 12, tzinfo=zones.utc), west).hour == 7, "not even a time in UTC is converted"
moved = localize(datetime(2020, 1, 1, 12, tzinfo=east), west)
assert moved.tzinfo == west, "only what is in UTC is converted: a time in any other timezone comes back as it was"
