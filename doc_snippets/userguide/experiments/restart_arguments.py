"""With what arguments `celery multi` starts a node, and starts it again: what it would execute is only noted."""

import shlex
from io import StringIO

from celery.apps.multi import Node
from celery.bin.multi import MultiTool

executed = []


def note(self, argv, *args, **options):
    executed.append(list(argv))
    return 0


def arguments(command, given):
    """What the node is started with, but for the files that are its own."""
    own = [argument for argument in shlex.split(given) if not argument.startswith(("--pidfile", "--logfile"))]
    executed.clear()
    tool = MultiTool(stdout=StringIO(), stderr=StringIO())
    tool.execute_from_commandline(["celery multi", command, "1", *own, "--pidfile=%n.pid", "--logfile=%n.log"])
    return sorted(executed[0])


Node._waitexec = note
start, restart = arguments("start", claimed["given"]), arguments("restart", claimed["again"])
assert any("proj" in argument for argument in start), f"the node is started with {start}"
if start != restart:
    contradicted(
        "again",
        claimed["given"],
        "the arguments of the start are not remembered, and without -A the worker has another application",
    )
