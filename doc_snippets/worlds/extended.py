"""An application that keeps more of its results, as the page on stamping asks for."""

from celery import Celery

app = Celery("extended", broker="amqp://", backend="rpc://")
app.conf.result_extended = True


@app.task
def add(x, y):
    return x + y
