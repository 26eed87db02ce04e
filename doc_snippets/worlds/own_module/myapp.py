"""A module of the reader's own: pages name its application, its task and its camera."""

from celery import Celery
from celery.events.snapshot import Polaroid

app = Celery("myapp", broker="amqp://", backend="rpc://")


@app.task
def mytask():
    return None


class Camera(Polaroid):
    def on_shutter(self, state):
        print(state.event_count)
