"""Runs scripts one after the other in one process that has imported what most of them do, each in a fork of its own.

    several.py MODULE…  <  a JSON list of paths of scripts  >  a JSON list of their exit statuses

A script gets the arguments `--corrected`.  What it prints is not kept; one that does not end is killed.
"""

import contextlib
import importlib
import json
import os
import runpy
import signal
import sys
import traceback

#: Seconds for one script.
LIMIT = 120
#: The status of one that did not end.
KILLED = -1


def run(path):
    """Run a script to its end, in this process; its exit status."""
    signal.alarm(LIMIT)
    sys.argv = [path, "--corrected"]
    try:
        runpy.run_path(path, run_name="__main__")
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else int(error.code is not None)
    except BaseException:
        traceback.print_exc()
        return 2
    return 0


def forked(path):
    """Run a script in a fork; its exit status."""
    child = os.fork()
    if not child:
        os.setsid()
        nothing = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(nothing, number)
        status = run(path)
        os._exit(status & 0xFF)
    _, status = os.waitpid(child, 0)
    with contextlib.suppress(OSError):
        os.killpg(child, signal.SIGKILL)  # what it has left behind
    return os.WEXITSTATUS(status) if os.WIFEXITED(status) else KILLED


if __name__ == "__main__":
    for name in sys.argv[1:]:
        importlib.import_module(name)
    print(json.dumps([forked(path) for path in json.load(sys.stdin)]))
