"""A task that gives up with another exception than the current one."""

from celery import Celery

app = Celery("giving_up_with", broker="amqp://", backend="rpc://")


@app.task(bind=True, max_retries=0)
def fails(self):
    """The current exception is a KeyError, the one that is given an OverflowError."""
    try:
        raise KeyError("current")
    except KeyError:
        raise self.retry(exc=OverflowError("given"), countdown=0) from None
