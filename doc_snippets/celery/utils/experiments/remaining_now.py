"""What is to be given as the current time."""

from datetime import datetime, timedelta

from celery.utils.time import remaining

start = datetime(2020, 1, 1)
given = datetime(2020, 1, 1, 12)
left = remaining(start, timedelta(days=1), now=given)
assert left == timedelta(hours=12), f"with a time as it is, {left} remain"
refused = ""
try:
    remaining(start, timedelta(days=1), now=lambda: given)
except Exception as error:
    refused = f"{type(error).__name__}: {error}"
assert corrected or not refused, f"now is a time, and not a function: {refused}"
