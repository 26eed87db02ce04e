"""How many messages a worker asks the broker for when it starts, with worker_eta_task_limit."""

from types import SimpleNamespace
from unittest import mock

from celery import Celery
from celery.worker.consumer.tasks import Tasks
from kombu.common import QoS

app = Celery("limited", broker="amqp://", set_as_current=False)
app.conf.update(worker_eta_task_limit=2, worker_detect_quorum_queues=False)
asked = []
channel = SimpleNamespace(basic_qos=lambda size, count, apply_global: asked.append(count))
connection = mock.Mock(default_channel=channel, qos_semantics_matches_spec=True)
consumer = mock.Mock(app=app, connection=connection, initial_prefetch_count=16)
with mock.patch.object(type(app.amqp), "TaskConsumer"):
    Tasks(consumer).start(consumer)
if not isinstance(consumer.qos, QoS):
    raise RuntimeError("the worker has no prefetch count")
first = max(asked[0], consumer.qos.value)
consumer.qos.increment_eventually()
if consumer.qos.value != 2:
    raise RuntimeError("the limit has no effect at all")
assert first <= 2, (
    f"with worker_eta_task_limit = 2 a worker of 4 processes still asks the broker for {first} messages when it"
    " starts, all of which may be ETA tasks: the limit is applied only once the first of them has come"
)
