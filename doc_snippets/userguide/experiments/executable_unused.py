"""Whether a program that daemonizes starts the executable that a setting names."""

import contextlib
import os
from unittest import mock

import celery.bin.beat
import celery.bin.events
import celery.bin.worker
import celery.events.snapshot
from celery.bin.celery import celery as command
from click.testing import CliRunner
from lab_plain import app

OTHER = "/opt/other/python"
COMMANDS = {
    "beat": ["beat", "--detach"],
    "events": ["events", "--camera", "lab_plain.Camera", "--detach"],
    "worker": ["worker", "--detach"],
}


class Started(Exception):
    """An executable was started."""


def started(program):
    """What the program starts in place of itself when it daemonizes; nothing when it goes on."""
    app.conf[f"{program}_executable"] = OTHER
    with contextlib.ExitStack() as stack:
        module = getattr(celery.bin, program)
        stack.enter_context(mock.patch.object(module, "detached", lambda *args, **options: contextlib.nullcontext()))
        execv = stack.enter_context(mock.patch.object(os, "execv"))
        stack.enter_context(mock.patch.object(app, "Beat"))
        stack.enter_context(mock.patch.object(celery.events.snapshot, "evcam"))
        result = CliRunner().invoke(command, ["-A", "lab_plain", *COMMANDS[program]])
    if result.exit_code:
        raise RuntimeError(result.output)
    return execv.call_args and execv.call_args[0][0]


if started("worker") != OTHER:
    raise RuntimeError("not even the worker starts it")
TOLD = "celery {0} --detach goes on in a fork of the same python: nothing starts what {0}_executable names"
holds(started("beat") == OTHER, TOLD.format("beat"), "beat-executable")
holds(started("events") == OTHER, TOLD.format("events"), "events-executable")
