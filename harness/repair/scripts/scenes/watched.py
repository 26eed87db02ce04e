"""Tasks that end in every way there is, and the events that are sent meanwhile."""

import threading
import time

from celery import Celery
from celery.exceptions import Reject

app = Celery("watched")
app.conf.update(worker_send_task_events=True, task_send_sent_event=True)
LIMIT = 60


@app.task
def succeed():
    """End well."""
    return "done"


@app.task
def fail():
    """Raise."""
    raise ValueError("on purpose")


@app.task(bind=True, max_retries=1)
def again(self):
    """Retry once."""
    if not self.request.retries:
        raise self.retry(countdown=0)


@app.task(bind=True, acks_late=True)
def reject(self):
    """Go back to the broker for good."""
    raise Reject("a reason", requeue=False)


@app.task
def work():
    """Take long."""
    time.sleep(LIMIT)


def fields(kind):
    """The fields of all events of a kind that come while tasks of every sort are sent, until one has come."""
    found = set()
    there = threading.Event()

    def note(event):
        found.update(event)
        there.set()

    def watch():
        with app.connection_for_read() as connection:
            app.events.Receiver(connection, handlers={kind: note}).capture(wakeup=False)

    threading.Thread(target=watch, daemon=True).start()
    app.control.enable_events(reply=True, timeout=5, limit=1)
    end = time.time() + LIMIT
    while not there.wait(2) and time.time() < end:
        for task in (succeed, fail, again, reject):
            task.delay()
        long = work.delay()
        time.sleep(0.5)
        app.control.revoke(long.id, terminate=True)
    if not found:
        raise RuntimeError("no event %s has come" % kind)
    return sorted(found)
