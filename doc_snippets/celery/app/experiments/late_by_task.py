"""What becomes of the message of a task that is acknowledged late by its own option, and by no setting."""

from unittest.mock import Mock

from billiard.einfo import ExceptionInfo
from celery import Celery
from celery.worker.request import Request
from docs_claims import holds

own = Celery("late_by_task", broker="memory://", set_as_current=False)


@own.task(acks_late=True, acks_on_failure_or_timeout=False)
def late():
    raise NotImplementedError


def failed(request):
    try:
        raise KeyError("on purpose")
    except KeyError:
        request.on_failure(ExceptionInfo(), return_ok=True)


def timed_out(request):
    request.on_timeout(False, 1)


def acknowledged(ended):
    """Whether the message is, of a task that ended so."""
    made = own.amqp.create_task_message("id", late.name)
    message = Mock(headers=made.headers, properties={}, delivery_info={}, body=made.body)
    done = Mock()
    ended(Request(message, app=own, task=late, body=made.body, decoded=True, on_ack=done))
    return done.called


told = "it applies to a task with acks_late=True, too, while the setting task_acks_late is off"
holds(acknowledged(failed) != corrected, told, "late-by-task", "late-by-task-failure")
holds(acknowledged(timed_out) != corrected, told, "late-by-task-timeout")
