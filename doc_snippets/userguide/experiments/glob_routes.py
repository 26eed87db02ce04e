"""Routes by glob patterns and by regular expressions, in the order in which they stand."""

import re

from messages import app, queue_of, sent

app.conf.task_routes = {"feed.tasks.*": {"queue": "feeds"}, re.compile(r"(video|image)\.tasks\..*"): {"queue": "media"}}
queues = [queue_of(sent(name)) for name in ("feed.tasks.import_feed", "image.tasks.shrink", "feed.other")]
assert queues == ["feeds", "media", "celery"], f"the tasks are sent to the queues {', '.join(queues)}"
