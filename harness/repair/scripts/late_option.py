"""Who reads an option on a command line of `celery`: the program itself, or the command that stands before it."""

import os

import click
from celery.bin import celery as program


def observe(text, words, command, option):
    """Give `words` to the program, which has a command of that name that takes anything."""
    handed = []

    @click.command(command, context_settings={"ignore_unknown_options": True, "help_option_names": []})
    @click.argument("rest", nargs=-1, type=click.UNPROCESSED)
    def other(rest):
        handed.extend(rest)

    program.celery.add_command(other)
    environ = dict(os.environ)
    try:
        program.celery.main(list(words), standalone_mode=False)
    finally:
        os.environ.clear()
        os.environ.update(environ)
    late = any(word.partition("=")[0] == option for word in handed)
    told = "is handed on to %s, which has no such option" % command if late else "is read by celery itself"
    return "%s %s" % (option, told), late
