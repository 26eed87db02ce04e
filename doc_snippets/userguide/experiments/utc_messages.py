"""In which time zone the times of tasks stand in messages when UTC is enabled."""

from datetime import datetime

from celery import Celery


def offset(zone):
    """How far from UTC the time stands in a message when a task has a countdown."""
    app = Celery("timed", broker="memory://", set_as_current=False)
    app.conf.update(enable_utc=True, timezone=zone)
    eta = app.amqp.as_task_v2("an-id", "anything", countdown=60).headers["eta"]
    return datetime.fromisoformat(eta).strftime("%z")


if offset(None) != "+0000":
    raise RuntimeError("times are not in UTC where no time zone is set")
other = offset("Asia/Tokyo")
assert (other != "+0000") == corrected, (
    f"with timezone = 'Asia/Tokyo', the ETA that a countdown becomes in the message is in {other}:"
    " times are in UTC only when that is the timezone"
)
