"""Who sends the signals about publishing, where, and in which order."""

import os

from celery.signals import after_task_publish, before_task_publish
from docs_claims import holds
from messages import add

seen = []
signals = {"before": before_task_publish, "after": after_task_publish}
handlers = {}
for kind, signal in signals.items():

    def handler(sender=None, headers=None, kind=kind, **_):
        seen.append((kind, sender, os.getpid()))

    handlers[kind] = handler
    signal.connect(handler, weak=False)
add.delay(2, 2).get(timeout=15)
here = os.getpid()
told = "; ".join(f"{kind}_task_publish came with the sender {sender!r}" for kind, sender, _ in seen)
holds(seen[:1] == [("before", add.name, here)], told, "published-before")
holds(seen[-1:] == [("after", add.name, here)], told, "published-after")
