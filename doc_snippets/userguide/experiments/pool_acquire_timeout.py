"""Whether sending a task gives up when no connection of the pool gets free in time."""

import os
import sys
import threading
import time

from celery import Celery

# It would stand above what the application is told.
os.environ.pop("CELERY_BROKER_URL", None)
app = Celery("pooled", broker="memory://", set_as_current=False)
app.conf.update(broker_pool_limit=2, broker_pool_acquire_timeout=0.1)
held = [app.pool.acquire(block=True) for _ in range(2)]
ended = []


def send():
    """Send a task, and leave behind how it ended."""
    try:
        app.send_task("pooled.task")
    except Exception as error:
        ended.append(error)
    else:
        ended.append(None)


def waits():
    """Whether the call waits for a connection, or has ended."""
    frame = sys._current_frames().get(sender.ident)
    while frame is not None:
        if frame.f_code.co_name == "acquire":
            return True
        frame = frame.f_back
    return bool(ended)


sender = threading.Thread(target=send, daemon=True)
sender.start()
eventually(waits)
time.sleep(1)
assert ended and ended[0] is not None, (
    "with all connections in use, and a time-out of 0.1 seconds, the call still waits for a connection after a second:"
    " the time-out does not reach Kombu's pool of producers, which waits for as long as it takes"
)
