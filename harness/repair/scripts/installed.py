"""Which programs Celery installs, and which commands its own has."""

from importlib import metadata

from celery.bin.celery import celery


def observe(text, program, command=""):
    """Look for a program among those of the distribution, and for a command among those of `celery`."""
    points = metadata.distribution("celery").entry_points
    programs = sorted(each.name for each in points if each.group == "console_scripts")
    told = "celery %s installs %s" % (metadata.version("celery"), ", ".join(programs))
    if command:
        told += ", with the commands %s" % ", ".join(sorted(celery.commands))
    return told, program not in programs or bool(command and command not in celery.commands)
