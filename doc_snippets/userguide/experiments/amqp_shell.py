"""Commands for the program `celery amqp`, as they are typed."""

import shlex

from celery.bin.amqp import amqp
from celery.bin.celery import celery
from click.testing import CliRunner

#: The shell removes itself from them, of some versions, when it is started.
COMMANDS = dict(amqp.commands)


def entered(line, typed=None):
    """What comes of `celery amqp LINE`."""
    amqp.commands.update(COMMANDS)
    # A broker of its own, within this process: declarations last from one command to the next.
    arguments = ["-A", "lab_plain", "-b", "memory://", "amqp", *shlex.split(line)]
    return CliRunner().invoke(celery, arguments, input=typed)


def answer(line):
    """What a command says, without what is said about the connection."""
    result = entered(line)
    assert not result.exit_code, result.output
    return [each for each in result.output.splitlines() if each and not each.startswith("->")]
