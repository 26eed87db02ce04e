"""What the events hold that a worker sends when it goes online, and when it goes offline."""

from celery.worker.heartbeat import Heart

#: What the page need not say of each of them.
OF_EVERY_EVENT = {"type", "hostname", "timestamp", "utcoffset", "pid", "clock", "local_received", "retry"}
#: As the page says it of worker-heartbeat.
FIELDS = {
    "active": "Number of currently executing tasks.",
    "processed": "Total number of tasks processed by this worker.",
    "loadavg": "Load averages of the worker's host (last 1, 5, and 15 minutes).",
}


class Sender:
    """Notes what is sent as an event, and does not send it."""

    enabled = True

    def __init__(self):
        self.on_enabled, self.on_disabled = set(), set()
        self.sent = {}

    def send(self, kind, **fields):
        """As a dispatcher of events has it."""
        self.sent[kind] = fields


class Timer:
    """Repeats nothing."""

    def call_repeatedly(self, *_, **__):
        """As a timer has it."""
        return self

    def cancel(self, _):
        """As a timer has it."""


sender = Sender()
heart = Heart(Timer(), sender)
heart.start()
heart.stop()
slot = next(name for name in claimed if name.startswith("worker_"))
kind = slot.replace("_", "-")
documented = claimed[slot]
untold = [name for name in sender.sent[kind] if name not in {*OF_EVERY_EVENT, *documented.replace(" ", "").split(",")}]
if untold:
    told = {slot: ", ".join([documented, *untold])}
    if "sw_sys" in claimed:
        lines = [f"- `{name}`: {FIELDS[name]}" for name in untold if name in FIELDS]
        told["sw_sys"] = "\n".join([claimed["sw_sys"], *lines])
    otherwise(f"the event {kind} has {', '.join(untold[:-1])} and {untold[-1]}, too", **told)
