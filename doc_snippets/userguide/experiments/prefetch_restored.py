"""Which tasks' ends restore the prefetch count after the connection was lost."""

from types import SimpleNamespace
from unittest import mock

from celery import Celery
from celery.worker import state
from celery.worker.consumer import Consumer
from kombu.common import QoS

app = Celery("restoring", broker="memory://", set_as_current=False)
pool = SimpleNamespace(num_processes=4, is_green=False, flush=None)
consumer = Consumer(print, app=app, pool=pool, controller=mock.Mock(), initial_prefetch_count=16, prefetch_multiplier=4)
MESSAGE = SimpleNamespace(headers={"task": "task"}, ack_log_error=mock.Mock(), reject_log_error=mock.Mock())
ends = []
consumer.strategies["task"] = lambda message, body, ack, reject, callbacks: ends.append(ack)


def receive():
    """A task that the worker receives, which acknowledges its message when it ends."""
    consumer.qos = QoS(lambda prefetch_count: None, consumer.initial_prefetch_count)
    consumer.restart_count += 1
    consumer.connection = mock.Mock()
    consumer.create_task_handler()(MESSAGE)


consumer.restart_count = -1
receive()
request = mock.Mock()
state.active_requests.add(request)
consumer.on_connection_error_after_connected(ConnectionResetError("lost"))
state.active_requests.discard(request)
receive()
counts = [consumer.qos.value]
for end in ends:
    end()
    counts.append(consumer.qos.value)
if (counts[0], counts[-1]) != (12, 16):
    raise RuntimeError(f"the prefetch count is not reduced and restored: {counts}")
assert (counts[1] == 12) == corrected, (
    "the prefetch count stays as it is when a task completes that was running before the connection was lost: it is"
    " raised when a task is acknowledged that was received after the loss"
)
