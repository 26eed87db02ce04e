"""Who sends the messages of chunks that are applied."""

from base import add
from celery.signals import before_task_publish

sent = []
before_task_publish.connect(lambda sender=None, **_: sent.append(sender), weak=False)
result = add.chunks(zip(range(30), range(30)), 10).apply_async()
assert [len(part) for part in result.get(timeout=10)] == [10, 10, 10], "the parts are not of ten calls each"
told = f"the current process sends the parts itself, as {len(sent)} tasks, when apply_async is called as well"
assert len(sent) == (3 if corrected else 1), told
