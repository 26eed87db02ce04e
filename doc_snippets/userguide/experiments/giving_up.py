"""A task that may not be retried, and does in its body what a page shows of one."""

from celery import Celery

app = Celery("giving_up", broker="amqp://", backend="rpc://")


class Twitter:
    """A client of a service."""

    class LoginError(Exception):
        """What it raises."""


@app.task(bind=True, max_retries=0)
def does(self, line):
    """Execute a line of a body."""
    exec(line, {"self": self, "Twitter": Twitter})
