"""Which results are kept of a task and a call that say different things of them; the worker's part is done here."""

from unittest.mock import Mock, patch

from celery import Celery
from celery.worker.request import Request
from docs_claims import holds

own = Celery("kept_results", broker="memory://", backend="cache+memory://", set_as_current=False)


def kept(of_task, of_call):
    """Whether the result is, when these are the task's ignore_result and the call's."""

    @own.task(name=f"{of_task} {of_call}", ignore_result=of_task)
    def task():
        return 3

    with patch.object(own.amqp, "send_task_message") as sent:
        result = task.apply_async(ignore_result=of_call)
    made = sent.call_args[0][2]
    message = Mock(headers=made.headers, properties={}, delivery_info={}, body=made.body)
    Request(message, app=own, task=task, body=made.body, decoded=True).execute()
    return own.AsyncResult(result.id).state == "SUCCESS"


if not kept(False, False) or kept(True, True):
    raise RuntimeError("a result is not kept or not ignored where task and call agree")
stored = "the result of a call with ignore_result=True is stored, unless the task itself ignores results"
holds(not kept(False, True), stored, "ignored-by-call", "kept-by-call")
told = "the result of a task with ignore_result=True is not stored, not even of a call with ignore_result=False"
holds(kept(True, False), told, "kept-by-call")
