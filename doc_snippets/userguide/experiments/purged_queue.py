"""Whether `celery purge` purges one queue only, when it is told which."""

from celery.bin.celery import celery
from kombu import Queue
from own_worker import app

with app.connection_for_write() as connection:
    channel = connection.default_channel
    queues = [Queue(name, routing_key=name)(channel) for name in ("one", "other")]
    for queue in queues:
        queue.declare()
        connection.Producer().publish({}, routing_key=queue.name)
    celery.main(["-A", "own_worker", "purge", "-f", "-Q", "one"], standalone_mode=False)
    left = [queue.name for queue in queues if queue.get(no_ack=True)]
purges = left == ["other"]
if corrected:
    assert purges, f"what has messages after celery purge -Q one is {' and '.join(left)}"
else:
    assert not purges, "celery purge -Q <queue> purges that queue only"
