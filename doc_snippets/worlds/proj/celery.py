"""The application of the package that the user guide presumes."""

from celery import Celery

app = Celery("proj", broker="amqp://", backend="rpc://", include=["proj.tasks"])

app.conf.update(result_expires=3600)

if __name__ == "__main__":
    app.start()
