"""A task that can be aborted, and a result backend that is no database."""

import os
import time
from pathlib import Path

from celery import Celery
from celery.contrib.abortable import AbortableTask

STATES = Path(__file__).resolve().with_name("states")
STATES.mkdir(exist_ok=True)
os.environ.pop("CELERY_RESULT_BACKEND", None)  # it would come before what the application says
app = Celery("abortable_lab", broker="amqp://", backend=f"file://{STATES}")


@app.task(bind=True, base=AbortableTask)
def work(self):
    """Go on until this is aborted."""
    while not self.is_aborted():
        time.sleep(0.02)
    self.update_state(state="RESPECTED")
    return "aborted"
