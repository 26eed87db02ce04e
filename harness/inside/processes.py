"""Processes: being the reaper of all that a sample starts, and ending it."""

import ctypes
import errno
import os
import signal
import sys
import time

PR_SET_CHILD_SUBREAPER = 36


def become_subreaper():
    """Orphans of our descendants become our children (Linux; elsewhere process groups have to do)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def children_of(pid):
    """Process ids of the direct children of `pid`; none where there is no /proc."""
    found = []  # type: list[int]
    try:
        entries = os.listdir("/proc")
    except OSError:
        return found
    for entry in entries:
        if entry.isdigit():
            try:
                with open("/proc/%s/stat" % entry, "rb") as file:
                    # The command's name stands in parentheses and may hold anything.
                    fields = file.read().rpartition(b")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == pid:
                found.append(int(entry))
    return found


def descendants_of(pid):
    """Process ids below `pid`, parents before children."""
    found = []
    for child in children_of(pid):
        found.append(child)
        found.extend(descendants_of(child))
    return found


def kill(pid, number=signal.SIGKILL):
    try:
        os.kill(pid, number)
    except OSError:
        pass


def kill_group(pid):
    """Kill the process group that `pid` leads, and `pid`."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except OSError:
        pass
    kill(pid)


def kill_tree(pid):
    """Kill `pid` and all below it, and wait for `pid` when it is our child."""
    below = descendants_of(pid)
    kill_group(pid)
    for descendant in below:
        kill(descendant)
    reap(pid)


def reap(pid):
    """Wait for our child `pid`; its wait status, or None when it is not our child."""
    while True:
        try:
            return os.waitpid(pid, 0)[1]
        except ChildProcessError:
            return None
        except OSError as error:
            if error.errno != errno.EINTR:
                raise


def kill_strangers(keep=(), patience=2.0):
    """Kill and reap every child but `keep`, again and again until orphans stop arriving or `patience` is over."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        strangers = [pid for pid in children_of(os.getpid()) if pid not in keep]
        if not strangers:
            return
        for pid in strangers:
            for descendant in descendants_of(pid):
                kill(descendant)
            kill(pid)
            reap(pid)
