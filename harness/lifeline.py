"""Processes of ours that end with us, even when we are killed (Linux; elsewhere they end when they notice).

Run by path it starts another program so: ``python lifeline.py PARENT HOW PROGRAM [ARGUMENT]...``, where HOW is "alone"
for a program without children, which it becomes, and "family" for one that has some, above which it stays.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

PR_SET_PDEATHSIG = 1


def bind(parent: int, ending: signal.Signals = signal.SIGKILL) -> None:
    """Have the kernel send `ending` to this process when the one that started it, of the process id `parent`, ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, ending, 0, 0, 0)
        if os.getppid() != parent:  # it has ended before we asked
            os._exit(1)


def bound(command: Sequence[str], family: bool = False) -> list[str]:
    """The command line that starts `command` bound to the process that starts it; `family`: whatever it starts as well.

    SIGTERM ends a family at once.
    """
    how = "family" if family else "alone"
    return [sys.executable, "-I", "-S", __file__, str(os.getpid()), how, *command]


def _stay_above(parent: int, command: Sequence[str]) -> NoReturn:
    """Run a program whose processes, in a process group of their own, end when we do: children inherit no binding."""
    signals = (signal.SIGTERM, signal.SIGCHLD)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    bind(parent, signal.SIGTERM)
    child = os.posix_spawnp(command[0], list(command), os.environ, setpgroup=0, setsigmask=before)
    ended, status = 0, 0
    while not ended:
        if signal.sigwait(signals) == signal.SIGTERM:
            os.killpg(child, signal.SIGKILL)
            os._exit(128 + signal.SIGTERM)
        ended, status = os.waitpid(child, os.WNOHANG)
    code = os.waitstatus_to_exitcode(status)
    os._exit(code if code >= 0 else 128 - code)


if __name__ == "__main__":
    if sys.argv[2] == "family":
        _stay_above(int(sys.argv[1]), sys.argv[3:])
    bind(int(sys.argv[1]))
    os.execvp(sys.argv[3], sys.argv[3:])
