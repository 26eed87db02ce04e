"""A worker's consumer as bootsteps get it: connected, with its tasks, and no worker that runs around it."""

from celery.worker.consumer.tasks import Tasks
from proj.celery import app

consumer = app.Worker(pool="solo", quiet=True).consumer
consumer.connection = consumer.connect()
Tasks(consumer).start(consumer)
