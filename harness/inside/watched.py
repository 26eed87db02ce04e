"""A worker or another command, in a process of its own, and what its tasks came to."""

import os
import sys

from . import containment, evidence, replies
from .channel import Journal
from .client import redirect


def run_celery(arguments, output, journal):
    """Run ``celery ARGUMENTS`` in this process, which ends with it, its output in a file."""
    sys.argv = ["celery"] + list(arguments)

    def body():
        watch(journal)
        from celery.__main__ import main

        main()

    _run(body, output)


def run_python(arguments, output, journal):
    """Run ``python ARGUMENTS`` in this process, which ends with it, its output in a file."""

    def body():
        import runpy

        sys.path.insert(0, "")
        watch(journal)
        if arguments[:1] == ["-m"] and len(arguments) > 1:
            sys.argv = ["-m"] + arguments[2:]
            runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
        elif arguments[:1] == ["-c"] and len(arguments) > 1:
            sys.argv = ["-c"] + arguments[2:]
            exec(compile(arguments[1], "<string>", "exec"), {"__name__": "__main__"})
        elif arguments and not arguments[0].startswith("-"):
            sys.argv = list(arguments)
            sys.path[0] = os.path.dirname(os.path.abspath(arguments[0]))
            runpy.run_path(arguments[0], run_name="__main__")
        else:
            os.execv(sys.executable, [sys.executable] + list(arguments))

    _run(body, output)


def run_fresh(order):
    """Run a command of Celery in a process that has imported nothing: a pool that patches the standard library.

    The order is what `commands.start` has written.
    """
    sys.path.insert(0, order["directory"])
    sys.path.extend(order["overlays"])
    containment.refuse_outside(order)
    sys.argv = ["celery"] + order["arguments"]

    def body():
        import celery

        celery.maybe_patch_concurrency()
        watch(Journal(order["journal"]))
        from celery.__main__ import main

        main()

    _run(body, order["output"])


def _run(body, output):
    redirect(os.devnull, os.O_RDONLY, (0,))
    redirect(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    sys.stdout = os.fdopen(1, "w", 1, closefd=False)
    sys.stderr = os.fdopen(2, "w", 1, closefd=False)
    code = 1
    try:
        body()
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else int(error.code is not None)
        if code and not isinstance(error.code, int):
            print(error.code, file=sys.stderr)
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (OSError, ValueError):
                pass
        os._exit(code & 0xFF)


def watch(journal):
    """Write to the journal when a worker (or beat) is ready, what is sent, how each task ends, and every event."""
    from celery import signals

    parent = os.getpid()

    def on(signal, function):
        signal.connect(function, weak=False, dispatch_uid="doc-harness-%s" % function.__name__)

    def ready(sender=None, **_):
        queues = getattr(getattr(getattr(sender, "app", None), "amqp", None), "queues", None)
        entry = {"ready": os.getpid(), "queues": list(getattr(queues, "consume_from", ()))}
        entry["node"] = getattr(sender, "hostname", None)
        hub = getattr(sender, "hub", None)
        if hub is None:
            journal.append(entry)
        else:
            hub.call_soon(listening, hub, journal, entry)

    def published(sender=None, headers=None, declare=None, **_):
        journal.append({"sent": evidence.message(sender, headers, declare)})

    def received(request=None, **_):
        journal.append({"received": request.id})

    def ended(task_id=None, task=None, retval=None, state=None, **_):
        entry = {"id": task_id, "name": getattr(task, "name", ""), "state": state or "ABORTED", "raised": None}
        entry["result"] = evidence.text_of(retval, 2000)
        entry["retries"] = getattr(getattr(task, "request", None), "retries", 0) or 0
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
        # A request of the worker, or the context of one.
        name = getattr(request, "name", None) or getattr(request, "task", None)
        journal.append({"ended": simple(request.id, name, "REVOKED", "")})

    def unknown(name=None, id=None, exc=None, **_):
        journal.append({"ended": simple(id, name, "UNREGISTERED", evidence.text_of(exc, 500))})

    def rejected(message=None, exc=None, **_):
        headers = getattr(message, "headers", None) or {}
        journal.append(
            {"ended": simple(headers.get("id"), headers.get("task"), "REJECTED", evidence.text_of(exc, 500))}
        )

    watch_events(journal)
    watch_listening(journal)
    replies.watch(lambda command: journal.append({"broadcast": command}), journal.path)
    on(signals.worker_ready, ready)
    on(signals.beat_init, ready)
    on(signals.before_task_publish, published)
    on(signals.task_received, received)
    on(signals.task_postrun, ended)
    on(signals.task_failure, failed)
    on(signals.task_revoked, revoked)
    on(signals.task_unknown, unknown)
    on(signals.task_rejected, rejected)


def listening(hub, journal, entry):
    """Write an entry to the journal once this process, whose loop has begun, hears broadcasts.

    With Redis they are subscribed to on a tick of the loop, and lost before; whether the first tick is before or after
    what is called soon depends on the release of kombu.
    """
    for tick in list(hub.on_tick):
        tick()
    journal.append(entry)


def watch_events(journal):
    """Write every event to the journal that this process publishes."""
    from celery.events.dispatcher import EventDispatcher

    publish = EventDispatcher._publish

    def published(self, event, *args, **kwargs):
        for item in event if isinstance(event, list) else [event]:
            fields = {str(name): evidence.text_of(value, 300) for name, value in dict(item).items()}
            journal.append({"event": {"type": str(item.get("type")), "fields": fields}})
        return publish(self, event, *args, **kwargs)

    EventDispatcher._publish = published


def watch_listening(journal):
    """Write to the journal when this process has begun to listen to events."""
    from celery.events.receiver import EventReceiver

    capture = EventReceiver.capture

    def listening(self, *args, **kwargs):
        journal.append({"ready": os.getpid(), "queues": []})
        return capture(self, *args, **kwargs)

    EventReceiver.capture = listening


def simple(identifier, name, state, result):
    return {"id": identifier, "name": name or "", "state": state, "result": result, "raised": None}
