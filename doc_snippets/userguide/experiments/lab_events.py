"""The laboratory, whose worker and clients send all their events, and somebody who watches them."""

import threading

from lab import *  # noqa: F403
from lab import app

app.conf.worker_send_task_events = True
app.conf.task_send_sent_event = True
app.conf.task_track_started = True


class Watch:
    """All events since this was made."""

    def __init__(self, app):
        self.app = app
        self.events = []
        self.seen = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()
        # In 5.0 the command line, which says nothing of it, overrides the setting.
        app.control.enable_events(reply=True, timeout=5, limit=1)
        with app.connection_for_write() as connection, app.events.Dispatcher(connection) as dispatcher:
            for _ in range(500):
                dispatcher.send("watch-begins")
                if self.seen.wait(0.02):
                    return
        raise RuntimeError("no event arrives")

    def _watch(self):
        # Workers that are woken up answer with a heartbeat of another kind.
        with self.app.connection_for_read() as connection:
            self.app.events.Receiver(connection, handlers={"*": self._note}).capture(wakeup=False)

    def _note(self, event):
        if event["type"] == "watch-begins":
            self.seen.set()
        else:
            self.events.append(event)

    def of(self, kind, task=None):
        """Events of one kind, and about one task."""
        return [event for event in self.events if event["type"] == kind and task in (None, event.get("uuid"))]
