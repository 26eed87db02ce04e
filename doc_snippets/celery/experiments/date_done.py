"""In which timezone it is told when a task was done."""

import os
from datetime import datetime, timedelta, timezone

from celery import Celery

for name in ("CELERY_BROKER_URL", "CELERY_RESULT_BACKEND"):
    os.environ.pop(name, None)  # they would win
app = Celery("date_done", broker="memory://", backend="cache+memory://", set_as_current=False)
app.conf.timezone = "Asia/Kolkata"
app.backend.store_result("id", None, "SUCCESS")
told = app.AsyncResult("id").date_done.replace(tzinfo=None)
ahead = told - datetime.now(timezone.utc).replace(tzinfo=None)
utc = abs(ahead) < timedelta(hours=1)
assert utc is not corrected, "with most backends it is told in the timezone of the app"
