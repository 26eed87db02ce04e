"""The timezone of the times in a message."""

from datetime import datetime, timedelta, timezone

from celery import Celery


def offset(zone=None):
    """How far from UTC the time stands at which a message says that its task is to be executed."""
    app = Celery("message_times", broker="memory://", set_as_current=False)
    app.conf.timezone = zone
    message = app.amqp.create_task_message("id", "tasks.add", (2, 2), {}, countdown=10)
    return datetime.fromisoformat(message.headers["eta"]).utcoffset()


if offset():
    raise RuntimeError("not even without the timezone setting it is UTC")
nine = timedelta(hours=9)
if not corrected:
    assert offset(timezone(nine)) != nine, (
        "that is only the default: with the timezone setting at UTC+09:00, the ETA in a message ends with +09:00"
    )
