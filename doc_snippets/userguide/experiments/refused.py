"""What is raised when the broker cannot be reached."""

import os

os.environ["CELERY_BROKER_URL"] = "redis://127.0.0.1:1//"

from celery import Celery
from docs_claims import contradicted

app = Celery("closed", broker="redis://127.0.0.1:1//", set_as_current=False)
app.conf.task_publish_retry = False
app.conf.broker_transport_options = {"max_retries": 1, "interval_start": 0, "interval_step": 0.1}


@app.task
def add(x, y):
    return x + y


try:
    add.delay(2, 2)
except Exception as error:
    if error.__class__.__name__ != claimed["error"].rpartition(".")[2]:
        contradicted("error", f"{type(error).__module__}.{type(error).__name__}")
else:
    raise RuntimeError("a message was sent to where nobody listens")
