"""Processes that end with the one that started them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from harness import lifeline

#: A program that starts another and waits for it, as the shell scripts of services do.
FAMILY = ["sh", "-c", "echo $$; sleep 600 & echo $!; wait"]


def test_a_family_tells_what_its_program_tells() -> None:
    ran = subprocess.run(
        lifeline.bound(["sh", "-c", "cat; echo wrong >&2; exit 3"], family=True),
        input="given",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (3, "given", "wrong\n")


def test_a_family_ends_when_it_is_asked_to() -> None:
    with subprocess.Popen(lifeline.bound(FAMILY, family=True), stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        pids = [int(running.stdout.readline()) for _ in range(2)]
        running.terminate()
        assert running.wait(10) == 128 + signal.SIGTERM
    _all_end(pids)


@pytest.mark.skipif(sys.platform != "linux", reason="only the kernel of Linux binds a process to its parent")
@pytest.mark.parametrize("family", [False, True])
def test_it_ends_when_who_started_it_is_killed(family: bool, tmp_path: Path) -> None:
    command = FAMILY if family else ["sh", "-c", "echo $$; echo $$; exec sleep 600"]
    starter = tmp_path / "starter.py"
    starter.write_text(
        "import subprocess\n"
        "from harness import lifeline\n"
        f"subprocess.run(lifeline.bound({command!r}, family={family}))\n"
    )
    with subprocess.Popen([sys.executable, starter], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        pids = [int(running.stdout.readline()) for _ in range(2)]
        running.kill()
    _all_end(pids)


def _all_end(pids: list[int]) -> None:
    end = time.monotonic() + 10
    while left := [pid for pid in pids if _runs(pid)]:
        assert time.monotonic() < end, left
        time.sleep(0.05)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not (status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z")
