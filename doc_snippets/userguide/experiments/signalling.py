"""Tasks whose signals are noted in the worker, and what was noted."""

from celery import signals
from celery.worker.control import inspect_command
from lab import *  # noqa: F403
from lab import note

received = {}


def kind_of(thing):
    """The full names of something's class and of those that it inherits from."""
    return [f"{each.__module__}.{each.__qualname__}" for each in type(thing).__mro__]


@signals.task_received.connect
def on_received(sender=None, request=None, **_):
    """In the worker's main process."""
    received["task_received"] = {"sender": kind_of(sender), "request": kind_of(request)}


@signals.task_revoked.connect
def on_revoked(sender=None, request=None, terminated=None, signum=None, expired=None, **_):
    """In the worker's main process."""
    received["task_revoked"] = {
        "sender": sender.name, "request": kind_of(request), "terminated": terminated, "expired": expired,
    }  # fmt: skip


@signals.task_unknown.connect
def on_unknown(sender=None, name=None, id=None, **_):
    """In the worker's main process."""
    received["task_unknown"] = {"sender": kind_of(sender), "name": name, "id": id}


@signals.heartbeat_sent.connect
def on_heartbeat(sender=None, **_):
    """In the worker's main process."""
    received["heartbeat_sent"] = {"sender": kind_of(sender)}


@inspect_command()
def signals_received(state):
    """What the main process has noted."""
    return received


@signals.task_prerun.connect
def on_prerun(sender=None, task=None, **_):
    """In a process of the pool."""
    note(f"prerun {sender.name}")


@signals.task_postrun.connect
def on_postrun(sender=None, retval=None, state=None, **_):
    """In a process of the pool."""
    note(f"postrun {sender.name} {retval!r} {state}")


@signals.task_success.connect
def on_success(sender=None, result=None, **_):
    """In a process of the pool."""
    note(f"success {sender.name} {result!r}")


@signals.task_failure.connect
def on_failure(sender=None, exception=None, **_):
    """In a process of the pool."""
    note(f"failure {sender.name} {exception!r}")
