"""map and starmap send one message, and go through the items in order."""

from base import subtract, tell
from celery.signals import before_task_publish
from docs_claims import holds

sent = []
before_task_publish.connect(lambda sender=None, **_: sent.append(sender), weak=False)
found = subtract.starmap([(9, 1), (9, 2), (9, 3)]).apply_async().get(timeout=10)
holds(found == [8, 7, 6], f"starmap returns {found}", "map-in-order")
holds(len(sent) == 1, f"starmap sends {len(sent)} messages", "map-is-one-message")
found = [item["args"] for item in tell.map([3, 1, 2]).apply_async().get(timeout=10)]
holds(found == [[3], [1], [2]], f"map calls the task with {found}", "map-in-order")
holds(len(sent) == 2, f"map sends {len(sent) - 1} messages", "map-is-one-message")
