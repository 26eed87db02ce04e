"""Whether `celery control` knows a command from a module of the setting imports."""

import sys

from celery.bin.celery import celery
from click.testing import CliRunner

sys.modules.pop("more_commands", None)  # the command line is a process of its own


def entered(command):
    """What comes of the command line."""
    return CliRunner().invoke(celery, ["-A", "commanding", "control", "--timeout", "0.1", command])


known, unknown = entered("own_command"), entered("imported_command")
USAGE = 2  # the exit status of a command line that is not understood
assert known.exit_code != USAGE, known.output
assert unknown.exit_code != USAGE, (
    "celery control does not know such a command: it imports the module of -A, and none of the setting imports"
)
