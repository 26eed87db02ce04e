"""What becomes of a time that has a timezone."""

from datetime import datetime, timedelta, timezone

from celery.utils.time import localize
from celery.utils.time import timezone as zones

east, west = timezone(timedelta(hours=5)), timezone(timedelta(hours=-5))


def moved(zone):
    """Whether a time in that zone is converted."""
    return localize(datetime(2020, 1, 1, 12, tzinfo=zone), west).tzinfo == west


assert moved(zones.utc), "not even a time in UTC is converted"
among = "" if moved(timezone.utc) else ", also one in datetime.timezone.utc,"
assert moved(east), f"only a time in ZoneInfo('UTC') is converted: any other one{among} comes back as it was"
