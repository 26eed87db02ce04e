"""What a monitor prints of the events that it receives."""

from contextlib import redirect_stdout
from io import StringIO

from celery import Celery
from celery.events.receiver import EventReceiver

ABOUT = {"uuid": "an-id", "hostname": "worker1@example.com", "pid": 1, "clock": 1, "utcoffset": 0}
#: A task is received, and fails.
FAILING = (
    {**ABOUT, "type": "task-received", "name": "tasks.add", "args": "(2, 2)", "kwargs": "{}", "timestamp": 1.0},
    {**ABOUT, "type": "task-failed", "exception": "ValueError()", "traceback": "", "timestamp": 2.0},
)


def printed(monitor, events=FAILING):
    """What the monitor prints when these arrive while it captures."""

    def capture(self, *args, **kwargs):
        for event in events:
            self.process(event["type"], {**event, "local_received": event["timestamp"]})

    original, EventReceiver.capture = EventReceiver.capture, capture
    told = StringIO()
    try:
        with redirect_stdout(told):
            monitor(Celery("watched", broker="memory://", set_as_current=False))
    finally:
        EventReceiver.capture = original
    return told.getvalue().strip()
