"""Who sends the messages of chunks that are applied."""

from base import add
from celery.signals import before_task_publish

sent = []
before_task_publish.connect(lambda sender=None, **_: sent.append(sender), weak=False)
result = add.chunks(zip(range(30), range(30)), 10).apply_async()
assert [len(part) for part in result.get(timeout=10)] == [10, 10, 10]
told = f"apply_async itself sends the {len(sent)} tasks ({sent[0]}) from the current process, as a call does"
assert len(sent) == (3 if corrected else 1), told
