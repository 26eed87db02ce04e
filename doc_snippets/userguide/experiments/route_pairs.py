"""Whether a list of patterns and routes can be the only router, as it can be one of several."""

from celery import Celery

PAIRS = [("feed.tasks.*", {"queue": "feeds"}), ("web.tasks.*", {"queue": "web"})]


def error(routes):
    """What is raised when a task is routed, if anything is."""
    app = Celery("routed", broker="amqp://", set_as_current=False)
    app.conf.task_routes = routes
    try:
        queue = app.amqp.router.route({}, "feed.tasks.import_feed")["queue"]
    except ValueError as raised:
        return f"ValueError: {raised}"
    return "" if queue.name == "feeds" else f"it goes to the queue {queue.name}"


if failed := error((PAIRS,)):
    raise RuntimeError(failed)
alone = error(PAIRS)
assert bool(alone) == corrected, (
    f"with such a list as the only router, sending a task fails with {alone}; it has to be within a list of routers"
)
