"""Whether the predicate of the example finds a task that waits."""

from celery.contrib.migrate import move
from migrate_lab import app, queue, sent, waiting

right = "message.properties['correlation_id']"
wanted_id = sent()
sent()


def is_wanted_task(body, message):
    """As in the example."""
    return queue("foo") if eval(claimed["what"], {"body": body, "message": message}) == wanted_id else None


try:
    move(is_wanted_task, app=app, timeout=0.2)
except TypeError as error:
    contradicted("what", right, f"the body of a message is a list, and {error}")
assert waiting("foo") == 1, "the task is not moved"
