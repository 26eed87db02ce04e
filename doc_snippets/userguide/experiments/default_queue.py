"""The queue of a task that has no route."""

from messages import app, queue_of, sent

app.conf.task_routes = {"feed.tasks.import_feed": {"queue": "feeds"}}
assert queue_of(sent("feed.tasks.import_feed")) == "feeds", "the task with a route is not sent to its queue"
expect("queue", claimed["queue"], queue_of(sent("feed.tasks.other")))
