"""Which way a time is rounded: a minute before midnight, and a minute before the next hour."""

from datetime import datetime, timedelta

from celery.utils.time import delta_resolution

late = datetime(2020, 1, 1, 22, 59)
day, hour = delta_resolution(late, timedelta(days=1)), delta_resolution(late, timedelta(hours=1))
of_day = datetime(2020, 1, 1) if corrected else datetime(2020, 1, 2)
of_hour = datetime(2020, 1, 1, 22) if corrected else datetime(2020, 1, 1, 23)
holds(day == of_day, f"it is rounded down: 22:59 becomes {day:%H:%M} of the same day", "resolution-days")
holds(hour == of_hour, f"it is rounded down: 22:59 becomes {hour:%H:%M}", "resolution-hours")
