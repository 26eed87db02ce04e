"""Where the days of the week stand."""

from celery.utils.time import weekday

days = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
positions = [weekday(day) for day in days]
expect("sunday", claimed["sunday"], positions[0])
expect("first", claimed["first"], min(positions))
expect("last", claimed["last"], max(positions), "Saturday, the last day, is at 6")
