"""Processes: being the reaper of all that a sample starts, and ending it."""

import ctypes
import errno
import os
import signal
import sys
import time
import typing

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_CHILD_SUBREAPER = 1, 4, 36


def become_subreaper():
    """Orphans of our descendants become our children (Linux; elsewhere process groups have to do)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def die_with_parent():
    """Have the kernel kill this process when its parent ends (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def seal(sealed=True):
    """Have no other process of the same user look into this one, or trace it (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, int(not sealed), 0, 0, 0)


def parents():
    """The parent of every process of the machine (or of our namespace); empty where there is no /proc."""
    found: typing.Dict[int, int] = {}
    try:
        entries = os.listdir("/proc")
    except OSError:
        return found
    for entry in entries:
        fields = stat(entry) if entry.isdigit() else None
        if fields:
            found[int(entry)] = int(fields[1])
    return found


def stat(pid):
    """What the kernel tells of a process, from its state on: state, parent, …; None when it is gone."""
    try:
        with open("/proc/%s/stat" % pid, "rb") as file:
            # The command's name stands in parentheses and may hold anything.
            return file.read().rpartition(b")")[2].split()
    except OSError:
        return None


def children_of(pid):
    """Process ids of the direct children of `pid`."""
    return [child for child, parent in parents().items() if parent == pid]


def descendants_of(pid):
    """Process ids below `pid`, parents before children."""
    children: typing.Dict[int, typing.List[int]] = {}
    for child, parent in parents().items():
        children.setdefault(parent, []).append(child)
    found = list(children.get(pid, ()))
    for child in found:  # grows as it goes
        found.extend(children.get(child, ()))
    return found


def memory_of(pids):
    """Bytes that processes have in memory for themselves; what they share by having been forked counts for each."""
    pages = 0
    for pid in pids:
        try:
            with open("/proc/%d/statm" % pid, "rb") as file:
                _, resident, shared = map(int, file.read().split()[:3])
        except (OSError, ValueError):
            continue
        pages += resident - shared
    return pages * os.sysconf("SC_PAGE_SIZE")


def waited_for_cores(pids):
    """Seconds since its beginning that each process was ready to run and not let; those that tell none are left out."""
    found: typing.Dict[int, float] = {}
    for pid in pids:
        try:
            with open("/proc/%d/schedstat" % pid, "rb") as file:
                found[pid] = int(file.read().split()[1]) / 1e9
        except (OSError, ValueError, IndexError):
            continue
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
    """Kill `pid` and all below it, and wait for `pid`; its wait status, None when it is not our child."""
    below = descendants_of(pid)
    kill_group(pid)
    for descendant in below:
        kill(descendant)
    return reap(pid)


def end_politely(pid, patience=0.5):
    """Ask our child to end, and see to it."""
    kill(pid, signal.SIGTERM)
    if wait_briefly(pid, patience) is None:
        kill_tree(pid)


def ended_status(pid):
    """The wait status of our child, None while it runs.  One that was stopped is killed."""
    try:
        done, status = os.waitpid(pid, os.WNOHANG | os.WUNTRACED)
        if done and os.WIFSTOPPED(status):
            kill(pid)
            done, status = os.waitpid(pid, 0)
    except ChildProcessError:
        return 0
    return status if done else None


def is_stopped(pid):
    """Whether a process has been stopped, as by SIGSTOP; False where there is no /proc."""
    fields = stat(pid)
    return bool(fields) and fields[0] in (b"T", b"t")


def wait_briefly(pid, patience=0.2):
    """The wait status of a child that is about to end; None when it is not."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        status = ended_status(pid)
        if status is not None:
            return status
        time.sleep(0.005)
    return None


def exit_code(status):
    return os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status)


def how_ended(status):
    if status is None:
        return "ended"
    code = exit_code(status)
    if code >= 0:
        return "exit status %d" % code
    try:
        return "killed by %s" % signal.Signals(-code).name
    except ValueError:  # a real-time signal
        return "killed by signal %d" % -code


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
    if os.getpid() == 1 and not keep:
        kill(-1)  # first process of a namespace: all others at once, whatever they are forking
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
