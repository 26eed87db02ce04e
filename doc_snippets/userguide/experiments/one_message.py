"""map and starmap send one message, and go through the items in order."""

from base import subtract, tell
from celery.signals import before_task_publish

sent = []
before_task_publish.connect(lambda sender=None, **_: sent.append(sender), weak=False)
assert subtract.starmap([(9, 1), (9, 2), (9, 3)]).apply_async().get(timeout=10) == [8, 7, 6]
assert len(sent) == 1, f"starmap sends {sent}"
assert [item["args"] for item in tell.map([3, 1, 2]).apply_async().get(timeout=10)] == [[3], [1], [2]]
assert len(sent) == 2, f"map sends {sent[1:]}"
