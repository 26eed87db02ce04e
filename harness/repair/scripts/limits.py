"""In which order a message holds a task's time limits."""

from celery import Celery


def observe(text):
    """Make a message with limits that differ; the docs have them the other way round."""
    app = Celery(set_as_current=False)
    message = app.amqp.as_task_v2("id", "tasks.add", time_limit=20, soft_time_limit=10)
    limits = list(message.headers["timelimit"])
    names = ["the hard limit" if each == 20 else "the soft limit" for each in limits]
    return "timelimit is %r: %s" % (limits, ", ".join(names)), limits == [20, 10]
