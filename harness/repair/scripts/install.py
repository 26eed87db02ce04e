"""Which program a command is one of."""

from importlib import metadata


def observe(text, program, command):
    """Compare the program that is said to be used with the first word of the command."""
    real = command.lstrip("$ ").split()[0]
    told = "the command is one of %s" % real
    if program in (metadata.metadata("celery").get_all("Provides-Extra") or ()):
        told += "; %s is no program, it is an extra of Celery's" % program
    return told, program != real
