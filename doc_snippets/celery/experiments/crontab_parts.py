"""What each of the five parts of an expression is, and from which number to which it goes."""

from celery.schedules import crontab, crontab_parser

PARTS = {
    "minute": "minute",
    "hour": "hour",
    "day_of_month": "day of the month",
    "month_of_year": "month",
    "day_of_week": "day of the week",
}
ALL = ["*"] * 5


def read(position, value):
    """The schedule with a value in the place of one of five stars; None when it is refused."""
    try:
        return crontab.from_string(" ".join([*ALL[:position], str(value), *ALL[position + 1 :]]))
    except (ValueError, crontab_parser.ParseException):
        return None


taken = {}
for position in range(5):
    schedule = read(position, 1)
    part = next(name for name in PARTS if getattr(schedule, name) == {1})
    expect(f"name{position + 1}", claimed[f"name{position + 1}"], PARTS[part])
    taken[part] = [value for value in range(100) if read(position, value) is not None]
    expect(f"first{position + 1}", claimed[f"first{position + 1}"], taken[part][0])
    expect(f"last{position + 1}", claimed[f"last{position + 1}"], taken[part][-1])
days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
numbers = {day: min(crontab(day_of_week=day.lower()).day_of_week) for day in days}
expect("from", claimed["from"], min(days, key=numbers.get))
expect("to", claimed["to"], max(days, key=numbers.get))
