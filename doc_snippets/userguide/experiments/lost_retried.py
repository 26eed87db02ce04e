"""Whether max_retries applies to a task that is sent again because the process that executed it was lost."""

from unittest.mock import Mock

from billiard.einfo import ExceptionInfo
from billiard.exceptions import WorkerLostError
from celery import Celery
from celery.worker.request import Request

own = Celery("lost_retried", broker="memory://", set_as_current=False)


def sent_again(limit):
    """Whether a task with that limit is."""

    @own.task(name=f"limited to {limit}", retry_on_worker_lost=True, max_retries=limit)
    def task():
        raise NotImplementedError

    made = own.amqp.create_task_message("id", task.name)
    message = Mock(headers=made.headers, properties={}, delivery_info={}, body=made.body)
    request = Request(message, app=own, task=task, body=made.body, decoded=True)
    own.send_task = Mock()
    try:
        raise WorkerLostError("lost")
    except WorkerLostError:
        request.on_failure(ExceptionInfo())
    return own.send_task.called


told = "it also limits the retries of task_retry_on_worker_lost: with max_retries=0 a task is not sent again"
assert (sent_again(0) == sent_again(1)) is not corrected, told
