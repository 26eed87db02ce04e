"""What the help of a command says of an option's default."""

import re

from celery.bin.celery import celery


def observe(text, command, option, value):
    """Compare the default that `celery COMMAND --help` tells with the docs' `value`."""
    for each in celery.commands[command].params:
        if option in each.opts:
            told = " ".join((each.help or "").split())
            default = re.search(r"\bdefaults to (\w+)", told, re.I)
            if default is None:
                raise LookupError("its help tells no default: %s" % told)
            return "celery %s --help: %s  %s" % (command, option, told), default.group(1) != value
    raise LookupError("celery %s has no %s" % (command, option))
