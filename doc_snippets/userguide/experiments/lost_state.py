"""The state of a task whose process is gone, as a worker stores it when its pool tells so."""

from billiard.einfo import ExceptionInfo
from celery.exceptions import WorkerLostError
from celery.worker.request import Request
from own_worker import add, app, publish

publish("lost", ((2, 2), {}, None), {"lang": "py", "task": add.name, "id": "lost"})
with app.connection_for_write() as connection:
    message = app.amqp.queues["celery"](connection.default_channel).get()
    request = Request(message, on_ack=message.ack_log_error, on_reject=message.reject_log_error, app=app, task=add)
    try:
        raise WorkerLostError("Worker exited prematurely: signal 9 (SIGKILL)")
    except WorkerLostError:
        request.on_failure(ExceptionInfo())
result = app.AsyncResult("lost")
lost = type(result.result).__name__
if claimed["state"] == lost and result.state != lost:
    otherwise(
        f"the task's state is {result.state}, and {lost} is the exception that is stored with it", state=result.state
    )
assert result.state == claimed["state"], f"the state is {result.state}"
