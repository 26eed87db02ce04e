"""A worker or another command of Celery, in a process of its own, and what its tasks came to."""

import os
import sys

from . import evidence
from .channel import Journal
from .client import redirect


def run_command(arguments, output):
    """Run ``celery ARGUMENTS`` in this process, which ends with it, its output in a file."""
    redirect(os.devnull, os.O_RDONLY, (0,))
    redirect(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    sys.stdout = os.fdopen(1, "w", 1, closefd=False)
    sys.stderr = os.fdopen(2, "w", 1, closefd=False)
    sys.argv = ["celery"] + list(arguments)
    code = 1
    try:
        from celery.__main__ import main

        main()
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else int(error.code is not None)
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code & 0xFF)


def watch_worker(path):
    """Write to a journal when the worker (or beat) is ready, what its tasks send, and how each task ends."""
    from celery import signals

    journal = Journal(path)
    parent = os.getpid()

    def on(signal, function):
        signal.connect(function, weak=False, dispatch_uid="doc-harness-%s" % function.__name__)

    def ready(**_):
        journal.append({"ready": os.getpid()})

    def published(sender=None, headers=None, **_):
        headers = headers or {}
        journal.append({"sent": {"id": headers.get("id"), "name": str(sender), "eta": headers.get("eta")}})

    def received(request=None, **_):
        journal.append({"received": request.id})

    def ended(task_id=None, task=None, retval=None, state=None, **_):
        entry = {"id": task_id, "name": getattr(task, "name", ""), "state": state or "ABORTED", "raised": None}
        entry["result"] = evidence.text_of(retval, 2000)
        if isinstance(retval, BaseException):
            filename = getattr(sys.modules.get(type(task).__module__), "__file__", "")
            entry["raised"] = evidence.raised(retval, filename or "")
        journal.append({"ended": entry})

    def failed(task_id=None, sender=None, exception=None, **_):
        # Said by the worker's parent process of a task whose process was lost; else task_postrun says more.
        if os.getpid() != parent:
            return
        state = simple(task_id, getattr(sender, "name", ""), "FAILURE", evidence.text_of(exception, 2000))
        if isinstance(exception, BaseException):
            state["raised"] = evidence.raised(exception, "")
        journal.append({"ended": state})

    def revoked(request=None, terminated=None, **_):
        journal.append({"ended": simple(request.id, request.name, "REVOKED", "")})

    def unknown(name=None, id=None, exc=None, **_):
        journal.append({"ended": simple(id, name, "UNREGISTERED", evidence.text_of(exc, 500))})

    def rejected(message=None, exc=None, **_):
        headers = getattr(message, "headers", None) or {}
        journal.append(
            {"ended": simple(headers.get("id"), headers.get("task"), "REJECTED", evidence.text_of(exc, 500))}
        )

    on(signals.worker_ready, ready)
    on(signals.beat_init, ready)
    on(signals.before_task_publish, published)
    on(signals.task_received, received)
    on(signals.task_postrun, ended)
    on(signals.task_failure, failed)
    on(signals.task_revoked, revoked)
    on(signals.task_unknown, unknown)
    on(signals.task_rejected, rejected)


def simple(identifier, name, state, result):
    return {"id": identifier, "name": name or "", "state": state, "result": result, "raised": None}
