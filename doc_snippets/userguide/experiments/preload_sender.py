"""Who sends user_preload_options: the umbrella command, and a sub-command."""

from pathlib import Path

from celery.bin.celery import celery
from celery.signals import user_preload_options
from click import Option
from click.testing import CliRunner
from lab_plain import app

senders = []
app.user_options["preload"].add(Option(("--monitoring",), is_flag=True))  # without one nothing is sent


@user_preload_options.connect(weak=False)
def note(sender=None, **_):
    senders.append(sender)


def entered(*arguments):
    """The senders of what the command line sends."""
    senders.clear()
    CliRunner().invoke(celery, ["-A", "lab_plain", *arguments])
    return list(senders)


Path("worker.log").touch()
umbrella, command = entered(), entered("logtool", "stats", "worker.log")
assert command, "celery logtool does not send the signal"
assert umbrella, (
    "the umbrella command does not send the signal, its sub-commands do, and the sender is a "
    f"{type(command[0]).__name__}: that of celery logtool is called {command[0].__name__}"
)
