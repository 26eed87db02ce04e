"""Of two patterns that match, the first in the list of items is taken."""

from celery import Celery
from messages import queue_of, sent

items = [("feed.tasks.*", {"queue": "first"}), ("feed.*", {"queue": "second"})]
for order in (items, items[::-1]):
    app = Celery("ordered", broker="amqp://", set_as_current=False)
    app.conf.task_routes = (order,)
    queue = queue_of(sent("feed.tasks.import_feed", app=app))
    assert queue == order[0][1]["queue"], f"the first route that matches does not count: the task is sent to {queue}"
