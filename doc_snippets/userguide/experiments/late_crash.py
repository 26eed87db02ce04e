"""What becomes of the message of a task with acks_late while the task is executed, and when its process is lost."""

import os
import time

from billiard.einfo import ExceptionInfo
from celery.exceptions import WorkerLostError
from celery.worker.request import Request
from own_worker import add, app, publish, settled

add.acks_late = True
publish("crashed", ((2, 2), {}, None), {"lang": "py", "task": add.name, "id": "crashed"})
with app.connection_for_write() as connection:
    message = app.amqp.queues["celery"](connection.default_channel).get()
    request = Request(message, on_ack=message.ack_log_error, on_reject=message.reject_log_error, app=app, task=add)
    request.on_accepted(os.getpid(), time.monotonic())
    held = "crashed" not in settled
    try:
        raise WorkerLostError("Worker exited prematurely: signal 11 (SIGSEGV)")
    except WorkerLostError:
        request.on_failure(ExceptionInfo())
    settled.setdefault("crashed", "nothing")
if corrected:
    assert held, "the message is acknowledged before the task is executed"
else:
    assert settled["crashed"] != "ack", (
        "when the process that executes it crashes, the task is acknowledged with acks_late, too, and not executed "
        "again: that takes task_reject_on_worker_lost, or the end of the whole worker"
    )
