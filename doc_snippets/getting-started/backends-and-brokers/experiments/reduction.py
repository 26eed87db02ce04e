"""Whether the prefetch count is reduced after a lost connection when the queues are quorum queues."""

from unittest.mock import Mock, patch

from celery.worker.consumer import consumer

conf = Mock(worker_enable_prefetch_count_reduction=True, worker_cancel_long_running_tasks_on_connection_loss=False)
own = Mock(max_prefetch_count=16, initial_prefetch_count=16, prefetch_multiplier=4, qos_global=False)
own.app.conf = conf
running = [Mock(), Mock()]
with patch.object(consumer, "active_requests", running), patch("warnings.warn"):
    consumer.Consumer.on_connection_error_after_connected(own, OSError("on purpose"))
    quorum, own.qos_global, own.initial_prefetch_count = own.initial_prefetch_count, True, 16
    consumer.Consumer.on_connection_error_after_connected(own, OSError("on purpose"))
if own.initial_prefetch_count != 8:
    raise RuntimeError("with classic queues it is not reduced, either")
assert quorum == 16, (
    "after a lost connection the worker reduces the prefetch count whatever queues it has, "
    f"with 2 tasks being executed from 16 to {quorum}"
)
