"""A command watched from outside: what it starts, what that costs, and what is left of it.  Linux only.

    python tests/bench/_watched.py [--limit SECONDS] REPORT.json COMMAND [ARGUMENT]...

runs the command, ends what it has left, and writes a `Report` as JSON.  The watching process takes in every orphan
below it (it is a "child subreaper"), so that nothing which the command starts can leave its tree, however it forks.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import dataclasses
import json
import os
import resource
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36
TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
CORES = len(os.sched_getaffinity(0))
#: Seconds between two looks at processes, and at their memory, which costs more.
LOOK, WEIGH = 0.1, 0.5
#: Cores count as busy in a moment in which less than this share of them was idle for the command's processes.
BUSY = 0.9


@dataclass(frozen=True, kw_only=True, slots=True)
class Process:
    """A process as /proc tells of it; `cpu` is in seconds and holds that of the children it has waited for."""

    pid: int
    parent: int
    state: str
    cpu: float
    resident: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What a command was seen to do.  Seconds, bytes, shares of the wall time between 0 and 1."""

    status: int  # exit status, or the signal's number with a minus
    seconds: float
    cpu: float  # of everything that the command started
    cores: int
    both: float  # share of the time in which (almost) all cores worked for the command
    others: float  # share of the cores that everything else on the machine used meanwhile
    memory: int  # most at a time: proportional set sizes, shared pages are counted once
    processes: int  # most at a time
    disk: int  # by how much the file system of the temporary folder has filled up at most, whoever wrote
    shared: int  # the same of memory that files in memory take (/dev/shm, tmpfs), wherever mounted
    left: tuple[str, ...]  # what still ran five seconds after the end
    lingered: float  # until nothing ran any more

    @property
    def used(self) -> float:
        """Mean share of the cores that the command used."""
        return self.cpu / (self.seconds * self.cores) if self.seconds else 0.0


def adopt_orphans() -> None:
    """Have processes below this one whose parent ends become this one's children."""
    if ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError("this system does not tell a process of its orphans: Linux is needed")


def processes() -> Iterator[Process]:
    """Every process of the machine that can be seen."""
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            try:
                text = (path / "stat").read_bytes()
            except OSError:
                continue
            # The command's name stands in parentheses and may hold anything.
            fields = text.rpartition(b")")[2].split()
            yield Process(
                pid=int(path.name),
                parent=int(fields[1]),
                state=fields[0].decode(),
                cpu=sum(map(int, fields[11:15])) / TICK,
                resident=int(fields[21]) * PAGE,
            )


def below(root: int) -> list[Process]:
    """The descendants of a process, parents before children."""
    children: dict[int, list[Process]] = {}
    for process in processes():
        children.setdefault(process.parent, []).append(process)
    found = list(children.get(root, ()))
    for process in found:
        found.extend(children.get(process.pid, ()))
    return found


def weight(process: Process) -> int:
    """Bytes of memory that a process has, its part of what it shares included."""
    try:
        for line in Path(f"/proc/{process.pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        return process.resident  # of somebody else: an upper bound
    return 0


def told(process: Process) -> str:
    """A process in words."""
    try:
        command = Path(f"/proc/{process.pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        command = "?"
    return f"{process.pid} ({process.state}) {command[:200]}"


def in_memory_files() -> int:
    """Bytes that files in memory take."""
    return meminfo()["Shmem"]


def used() -> int:
    """Bytes of the machine's memory that cannot be had for something else."""
    return meminfo()["MemTotal"] - meminfo()["MemAvailable"]


def meminfo() -> dict[str, int]:
    """What the kernel tells of memory, in bytes."""
    lines = (line.split() for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines())
    return {words[0].rstrip(":"): int(words[1]) * 1024 for words in lines}


class Watch:
    """A command that runs, and everything below it.  One at a time in a process that watches."""

    def __init__(self, command: Sequence[str], *, cwd: Path, env: Mapping[str, str], log: Path) -> None:
        adopt_orphans()
        self.folder = Path(env.get("TMPDIR", "/tmp"))
        self.free, self.files = self._free(), in_memory_files()
        self.spent, self.worked = _spent(), _worked()
        self.cpu = self.busy = self.looked = 0.0
        self.memory = self.most = self.disk = self.shared = 0
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                command, cwd=cwd, env=dict(env), stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                start_new_session=True,
            )  # fmt: skip
        self.started = self.last_look = self.last_weighing = time.monotonic()
        self.ended = 0.0
        self.descriptor = os.pidfd_open(self.process.pid)

    @property
    def seconds(self) -> float:
        """Since the start, or from the start to the end."""
        return (self.ended or time.monotonic()) - self.started

    def tree(self) -> list[Process]:
        """What runs now of the command and below it; orphans that have ended are taken away."""
        found = below(os.getpid())
        for process in found:
            if process.state == "Z" and process.parent == os.getpid() and process.pid != self.process.pid:
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(process.pid, os.WNOHANG)
        return found

    def wait(self, seconds: float | None = None, until: Callable[[], bool] | None = None) -> bool:
        """Watch until the command has ended (True), or the time is over or `until` says so (False)."""
        deadline = None if seconds is None else time.monotonic() + seconds
        while not self.ended:
            pause = self.last_look + LOOK - time.monotonic()
            if deadline is not None:
                pause = min(pause, deadline - time.monotonic())
            if select.select([self.descriptor], [], [], max(0.0, pause))[0]:
                self.process.wait()
                self.ended = time.monotonic()
                os.close(self.descriptor)
                return True
            if (deadline is not None and time.monotonic() >= deadline) or (until is not None and until()):
                return False
            if time.monotonic() - self.last_look >= LOOK:
                self._look()
        return True

    def _look(self) -> None:
        now = time.monotonic()
        found = self.tree()
        # What a process has used is its parent's when that has waited for it: the sum is of all that ever ran.
        cpu = sum(process.cpu for process in found)
        if cpu - self.cpu >= BUSY * CORES * (now - self.last_look):
            self.busy += now - self.last_look
        self.looked += now - self.last_look
        self.cpu, self.last_look = max(cpu, self.cpu), now
        self.most = max(self.most, len(found))
        if now - self.last_weighing >= WEIGH:
            # Processes that come and go while they are weighed are counted twice, all of them less than the machine.
            before = used()
            weighed = sum(map(weight, found))
            self.memory = max(self.memory, min(weighed, max(before, used())))
            self.disk = max(self.disk, self.free - self._free())
            self.shared = max(self.shared, in_memory_files() - self.files)
            self.last_weighing = time.monotonic()

    def _free(self) -> int:
        space = os.statvfs(self.folder)
        return space.f_bavail * space.f_frsize

    def signal(self, number: int, *, group: bool = False) -> None:
        """Send the command a signal; to its process group too, as a terminal does on Ctrl-C."""
        with contextlib.suppress(ProcessLookupError):
            (os.killpg if group else os.kill)(self.process.pid, number)

    def left(self, patience: float = 5.0) -> tuple[tuple[str, ...], float]:
        """What still runs when the patience is over, and after how many seconds nothing did.  The command has ended."""
        started = time.monotonic()
        while True:
            found = [process for process in self.tree() if process.state != "Z"]
            passed = time.monotonic() - started
            if not found or passed > patience:
                return tuple(map(told, found)), passed
            time.sleep(0.02)

    def clear(self) -> None:
        """Kill whatever is left."""
        while found := [process for process in self.tree() if process.state != "Z"]:
            for process in found:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process.pid, signal.SIGKILL)
            if not self.ended:
                self.process.wait()
                self.ended = time.monotonic()
                os.close(self.descriptor)
            time.sleep(0.02)

    def report(self) -> Report:
        """What was seen, once the command has ended; waits for what is left, and kills it."""
        left, lingered = self.left()
        self.clear()
        cpu, cores_ever = _spent() - self.spent, (time.monotonic() - self.started) * CORES
        return Report(
            status=self.process.returncode,
            seconds=round(self.seconds, 3),
            cpu=round(cpu, 3),
            cores=CORES,
            both=round(self.busy / self.looked, 3) if self.looked else 0.0,
            others=round(max(0.0, _worked() - self.worked - cpu) / cores_ever, 3),
            memory=self.memory,
            processes=self.most,
            disk=self.disk,
            shared=self.shared,
            left=left,
            lingered=round(lingered, 3),
        )


def _spent() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _worked() -> float:
    """Seconds that all cores of the machine have worked since it was started."""
    times = [int(number) for number in Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()[1:9]]
    user, nice, system, _, _, interrupts, soft, stolen = times
    return (user + nice + system + interrupts + soft + stolen) / TICK


def main() -> None:
    """Run the command line's command; its output goes beside the report, to REPORT.log."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("report", type=Path)
    parser.add_argument("--limit", type=float, default=600.0, help="seconds after which it is killed")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    given = parser.parse_args()
    watch = Watch(given.command, cwd=Path.cwd(), env=os.environ, log=given.report.with_suffix(".log"))
    try:
        if not watch.wait(given.limit):
            watch.signal(signal.SIGKILL)
            watch.wait()
        given.report.write_text(json.dumps(dataclasses.asdict(watch.report()), indent=1), encoding="utf-8")
    finally:
        watch.clear()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    main()
