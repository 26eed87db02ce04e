"""Whether sub-commands run with an option that all of them are given."""

from pathlib import Path

from celery.bin.celery import celery
from click import Option
from click.testing import CliRunner
from lab_plain import app

COMMANDS = {"report": ("report",), "logtool": ("logtool", "stats", "worker.log")}  # they need no broker


def failed():
    """What commands end with, if they fail."""
    ended = {name: CliRunner().invoke(celery, ["-A", "lab_plain", *given]) for name, given in COMMANDS.items()}
    return {name: result.exception for name, result in ended.items() if result.exception is not None}


Path("worker.log").touch()
before = failed()
if len(before) == len(COMMANDS):
    raise RuntimeError(f"no command runs: {before}")
app.user_options["preload"].add(Option(("--template",), default="default"))
for name, error in failed().items():
    assert name in before, f"with one, celery {name} ends with {error!r}"
