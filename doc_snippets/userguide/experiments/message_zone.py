"""The time zone of the times that a message has."""

from celery import Celery
from celery.app.task import Context

own = Celery("message_zone", broker="memory://", set_as_current=False)
own.conf.update(enable_utc=True, timezone="Asia/Kolkata")
request = Context(own.amqp.create_task_message("id", "name", countdown=60, expires=90).headers)
zones = {each[-6:] for each in (request.eta, request.expires)}
assert (zones == {"+00:00"}) is not corrected, (
    f"it is in the time zone of the timezone setting: with Asia/Kolkata it ends with {zones.pop()}"
)
