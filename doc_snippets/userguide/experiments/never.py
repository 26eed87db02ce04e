"""A schedule that is never due is refused."""

from celery.schedules import crontab

try:
    crontab(0, 0, day_of_month="30", month_of_year="2")
except ValueError:
    pass
else:
    raise AssertionError("crontab(0, 0, day_of_month='30', month_of_year='2') is accepted")
