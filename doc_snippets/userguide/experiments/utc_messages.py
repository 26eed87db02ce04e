"""In which time zone the times of tasks stand in messages when UTC is enabled."""

from datetime import datetime

from celery import Celery


def offset(zone, header="eta", **options):
    """How far from UTC a time stands in a message: that of a countdown, unless other options are given."""
    app = Celery("timed", broker="memory://", set_as_current=False)
    app.conf.update(enable_utc=True, timezone=zone)
    message = app.amqp.as_task_v2("an-id", "anything", **(options or {"countdown": 60}))
    return datetime.fromisoformat(message.headers[header]).strftime("%z")


if {offset(None), offset(None, "expires", expires=60)} != {"+0000"}:
    raise RuntimeError("times are not in UTC where no time zone is set")
other = offset("Asia/Tokyo")
assert (other != "+0000") == corrected, (
    f"with timezone = 'Asia/Tokyo', the ETA that a countdown becomes in the message is in {other}:"
    " such times are in UTC only when that is the timezone"
)
if corrected:
    assert offset("Asia/Tokyo", "expires", expires=60) == other, (
        "expires in seconds becomes a time in another time zone"
    )
