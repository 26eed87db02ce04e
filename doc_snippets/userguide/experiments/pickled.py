"""A task that takes pickles, and a class of the reader's own."""

from celery import Celery

app = Celery("pickled", broker="amqp://", backend="rpc://")
app.conf.update(task_serializer="pickle", result_serializer="pickle", accept_content=["pickle"])


class Point:
    """A class that the page's reader could have."""

    def __init__(self, x, y):
        self.x, self.y = x, y


@app.task
def norm(point):
    """Use an instance of the class."""
    return [type(point).__name__, point.x + point.y, point]
