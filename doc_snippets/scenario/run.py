"""Tasks that end in every way there is, and what was recorded meanwhile, as one line of JSON."""

import json
import time
import uuid

from recorder import again, app, fail, recorded, reject, tell, work

LIMIT = 12
#: Signals that have come when all of the tasks have ended.
AWAITED = {
    "task_success", "task_failure", "task_retry", "task_revoked", "task_unknown", "task_rejected", "heartbeat_sent",
}  # fmt: skip


def await_signals(names, limit):
    """Wait until each of them has been sent, or the time is over."""
    ending = time.monotonic() + limit
    while names - {entry.get("signal") for entry in recorded()} and time.monotonic() < ending:
        time.sleep(0.05)


def await_ends(limit):
    """Wait until as many tasks have ended as were sent."""
    ending = time.monotonic() + limit
    while time.monotonic() < ending:
        ended = [entry for entry in recorded() if entry.get("signal") in ("task_postrun", "task_revoked")]
        if len(ended) >= len(sent):
            break
        time.sleep(0.05)


known = str(uuid.uuid4())
app.control.revoke(known)
sent = [
    tell.delay(),
    fail.delay(),
    again.delay(),
    reject.delay(),
    tell.apply_async(task_id=known),
    tell.apply_async(expires=-3600),
]
app.send_task("recorder.unknown")
with app.producer_or_acquire() as producer:
    queue = app.amqp.queues[app.conf.task_default_queue]
    producer.publish({"no": "task"}, exchange=queue.exchange, routing_key=queue.routing_key, serializer="json")
long = work.delay(60)
await_ends(LIMIT / 2)
app.control.revoke(long.id, terminate=True)
await_signals(AWAITED, LIMIT / 2)
app.control.shutdown()
await_signals({"worker_shutdown"}, LIMIT / 2)

told = {"signals": {}, "request": set()}
for entry in recorded():
    if "signal" in entry:
        known = told["signals"].setdefault(entry["signal"], {})
        for name, kind in entry["arguments"].items():
            known.setdefault(name, set()).add(kind)
    told["request"].update(entry.get("request", ()))
print(json.dumps(told, default=sorted, sort_keys=True))
