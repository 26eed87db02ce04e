"""Processes of ours that end with us, even when we are killed (Linux; elsewhere they end when they notice).

Run by path it starts another program so: ``python lifeline.py PARENT PROGRAM [ARGUMENT]...``.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Sequence

PR_SET_PDEATHSIG = 1


def bind(parent: int) -> None:
    """Have the kernel kill this process when the one that started it, of the process id `parent`, ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:  # it has ended before we asked
            os._exit(1)


def bound(command: Sequence[str]) -> list[str]:
    """The command line that starts `command` bound to the process that starts it."""
    return [sys.executable, "-I", "-S", __file__, str(os.getpid()), *command]


if __name__ == "__main__":
    bind(int(sys.argv[1]))
    os.execvp(sys.argv[2], sys.argv[2:])
