"""Remote control: which commands are sent, and replies that are awaited for as long as those need who give them."""

import inspect

from . import processes
from .channel import Journal

#: Seconds for a worker that is there to reply: a busy machine may not let it within the one that callers wait.
PATIENCE = 5.0


def watch(tell, path):
    """Have `tell` called with the name of every command that this process has sent.

    `path` is the journal in which workers say that they are ready.  When those that are there have replied nobody else
    is waited for: what is returned is what a machine returns that has nothing else to do.
    """
    from kombu.pidbox import Mailbox

    broadcast = Mailbox._broadcast
    signature = inspect.signature(broadcast)

    def broadcasting(self, command, *args, **kwargs):
        bound = signature.bind(self, command, *args, **kwargs)
        if bound.arguments.get("reply"):
            have_patience(bound.arguments, ready(path))
        answer = broadcast(*bound.args, **bound.kwargs)
        tell(str(command))
        return answer

    Mailbox._broadcast = broadcasting


def have_patience(given, there):
    """Change the arguments of a broadcast so that those of `there` that it is for are waited for."""
    wanted = given.get("destination")
    if given.get("pattern") is not None or not isinstance(wanted, (list, tuple, type(None))):
        return
    expected = [node for node in there if not wanted or node in wanted]
    enough = given.get("limit") or len(wanted or expected)
    if 0 < enough <= len(expected):
        given["limit"] = enough
        given["timeout"] = max(given.get("timeout") or 0, PATIENCE)


def ready(path):
    """Names of the workers that have said that they are ready, and run."""
    nodes = {}
    for entry in Journal(path).read():
        if "ready" in entry:
            nodes[entry["ready"]] = entry.get("node")
    return [node for pid, node in nodes.items() if node and runs(pid)]


def runs(pid):
    """Whether a process is there, and has not ended."""
    fields = processes.stat(pid)
    return bool(fields) and fields[0] not in (b"Z", b"X")
