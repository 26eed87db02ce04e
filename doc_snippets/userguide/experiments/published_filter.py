"""A handler that is connected with a task's name as the sender sees that task only."""

from celery.signals import after_task_publish
from messages import app

seen = []


def handler(sender=None, headers=None, body=None, **kwargs):
    info = headers if "task" in headers else body
    seen.append(info["task"])


after_task_publish.connect(handler, sender="proj.tasks.add", weak=False)
for name in ("proj.tasks.add", "proj.tasks.mul", "proj.tasks.add"):
    app.send_task(name, queue="nobody")
assert seen == ["proj.tasks.add", "proj.tasks.add"], (
    f"the handler of one sender was called for {', '.join(seen) or 'none'}"
)
