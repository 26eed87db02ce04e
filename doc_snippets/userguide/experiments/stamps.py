"""Tasks that tell which stamps they were sent with."""

import time

from celery import Celery

app = Celery("stamps", broker="amqp://", backend="rpc://")
app.conf.result_extended = True


def stamps_of(request):
    """The stamps that a message carries, each as a list of its values."""
    stamps = {name: request.stamps[name] for name in request.stamped_headers or ()}
    return {name: value if isinstance(value, list) else [value] for name, value in stamps.items()}


@app.task(bind=True)
def tell(self):
    """The stamps of this task."""
    return stamps_of(self.request)


@app.task(bind=True)
def gather(self, results):
    """A chord's body: its own stamps, and what the header's tasks told."""
    return {"own": stamps_of(self.request), "header": results}


@app.task
def work(seconds):
    """Keep a process of the pool busy."""
    time.sleep(seconds)
    return "done"
