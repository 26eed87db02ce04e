"""Where a worker puts a task that is to be executed at once."""

from unittest.mock import Mock

from own_worker import add, app, publish

publish("due", ((2, 2), {}, None), {"lang": "py", "task": add.name, "id": "due"})
worker = app.Worker(pool="solo", quiet=True)
consumer = worker.consumer
worker.pool = consumer.pool = Mock()
consumer.reset_rate_limits()
consumer.event_dispatcher = Mock(enabled=False)
with app.connection_for_write() as connection:
    message = app.amqp.queues["celery"](connection.default_channel).get()
    start = add.start_strategy(app, consumer)
    start(message, None, message.ack_log_error, message.reject_log_error, [])
at_once = bool(worker.pool.apply_async.called)
if corrected:
    assert at_once, "the task is not given to the pool"
else:
    assert not at_once, "there is no ready queue: a task that is due is given to the pool as soon as it is received"
