"""When a schedule of the table is due, run after run, and when its meaning says that it should be."""

from datetime import datetime, timedelta, timezone

from celery.schedules import crontab
from lab_plain import app

FIRST, LAST, MOST = datetime(2024, 2, 28, 23, 59), datetime(2026, 6, 1), 300
DAY = "%A, %d %b %Y %H:%M"
MINUTE = timedelta(minutes=1)
MEANINGS = {
    "every_minute": lambda t: True,
    "midnight": lambda t: t.hour == t.minute == 0,
    "three_hours": lambda t: t.minute == 0 and t.hour in (0, 3, 6, 9, 12, 15, 18, 21),
    "fifteen": lambda t: t.minute in (0, 15, 30, 45),
    "sundays": lambda t: t.weekday() == 6,
    "ten_minutes": lambda t: t.minute % 10 == 0 and t.hour in (3, 17, 22) and t.weekday() in (3, 4),
    "even_or_three": lambda t: t.minute == 0 and t.hour not in (1, 5, 7, 11, 13, 17, 19, 23),
    "five_hours": lambda t: t.minute == 0 and t.hour % 5 == 0,
    "office": lambda t: t.minute == 0 and (t.hour % 3 == 0 or 8 <= t.hour <= 17),
    "second_day": lambda t: t.hour == t.minute == 0 and t.day == 2,
    "even_days": lambda t: t.hour == t.minute == 0 and t.day % 2 == 0,
    "weeks": lambda t: t.hour == t.minute == 0 and (t.day <= 7 or 15 <= t.day <= 21),
    "may": lambda t: t.hour == t.minute == 0 and (t.month, t.day) == (5, 11),
    "quarters": lambda t: t.hour == t.minute == 0 and t.month in (1, 4, 7, 10),
}


def meant_after(run):
    """The first time after a run that the meaning names."""
    run += MINUTE
    while not means(run):
        run += MINUTE
    return run


call = "".join(claimed.values())
name = next(iter(claimed))
schedule, means = eval(call, {"crontab": crontab}), MEANINGS[name]
app.set_current()
run = FIRST
for _ in range(MOST):
    if run > LAST:
        break
    last = run.replace(tzinfo=timezone.utc)
    schedule.nowfun = lambda last=last: last
    due, run = run + schedule.remaining_estimate(last), meant_after(run)
    assert due == run, f"after a run on {last:{DAY}} {call} is due on {due:{DAY}}, not {run:{DAY}}"
    now = run.replace(tzinfo=timezone.utc)
    schedule.nowfun = lambda now=now: now
    assert schedule.is_due(last).is_due, f"{call} is not due on {run:{DAY}}"
