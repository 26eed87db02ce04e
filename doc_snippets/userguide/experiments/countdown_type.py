"""Whether a countdown may have a fraction."""

import os
from datetime import datetime, timezone

from celery import Celery

os.environ.pop("CELERY_BROKER_URL", None)  # it would win
app = Celery("countdown_type", broker="memory://", set_as_current=False)
now = datetime(2026, 1, 1, tzinfo=timezone.utc)
message = app.amqp.as_task_v2("id", "add", (2, 2), {}, countdown=0.5, now=now)
fraction = "T00:00:00.5" in message.headers["eta"]
assert fraction == corrected, "countdown may also be a float: 0.5 is an ETA in half a second"
