"""The Python interpreters of this machine: found where people and their tools put them, asked once, remembered."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from findpython.providers import ALL_PROVIDERS

from harness.caches import cache_dir, read_json, write_json

ABOUT = Path(__file__).with_name("inside") / "about.py"
#: Seconds for an interpreter to say what it is.
PATIENCE = 20.0
#: The oldest Python that the code inside a target is written for.
OLDEST = (3, 8)


@dataclass(frozen=True, kw_only=True, slots=True)
class Interpreter:
    """A CPython from which environments can be made: no virtual environment, no shim, nothing missing in it."""

    executable: str
    version: str  # "3.11.7"

    @property
    def minor(self) -> str:
        """Its first two numbers: "3.11"."""
        return ".".join(self.version.split(".")[:2])


def ask(executable: str, *arguments: str) -> dict[str, Any] | None:
    """What `inside/about.py` says in that interpreter, None when it cannot be run there."""
    # -I keeps the caller's PYTHONPATH and directory out of the answer.
    command = [executable, "-I", str(ABOUT), *arguments]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=PATIENCE, check=False, stdin=subprocess.DEVNULL
        )
        answer = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return answer if isinstance(answer, dict) else None


def found() -> tuple[Interpreter, ...]:
    """The usable interpreters, the harness's own first, then newest first; one for each minor version."""
    stamps = {path: _stamp(path) for path in dict.fromkeys(_candidates())}
    remembered = read_json(_memory())
    known: dict[str, Any] = remembered if isinstance(remembered, dict) else {}
    answers = {path: known[path] for path, stamp in stamps.items() if known.get(path, {}).get("stamp") == stamp}
    if strangers := [path for path in stamps if path not in answers]:
        with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
            for path, about in zip(strangers, pool.map(ask, strangers), strict=True):
                answers[path] = {"stamp": stamps[path], "about": about}
        write_json(_memory(), answers)
    return _best([answers[path]["about"] for path in stamps])


def choose(minors: Sequence[str], among: Iterable[Interpreter]) -> Interpreter | None:
    """The interpreter of the first of `minors` that there is."""
    by_minor = {interpreter.minor: interpreter for interpreter in among}
    return next((by_minor[minor] for minor in minors if minor in by_minor), None)


def _memory() -> Path:
    return cache_dir() / "interpreters.json"


def _candidates() -> Iterator[str]:
    yield os.path.realpath(_own())
    for provider_class in ALL_PROVIDERS.values():
        provider = provider_class.create()
        if provider is not None:
            for python in provider.find_pythons():
                path = os.path.realpath(python.executable)
                if _is_program(path):
                    yield path


def _own() -> str:
    return getattr(sys, "_base_executable", None) or sys.executable


def _is_program(path: str) -> bool:
    # Shims of version managers are scripts, or links to the manager: what they start depends on the directory, and
    # fails for versions that are not switched on.  The interpreters behind them are found where the manager has them.
    try:
        with Path(path).open("rb") as file:
            return Path(path).name.startswith("python") and file.read(2) != b"#!"
    except OSError:
        return False


def _stamp(path: str) -> list[int]:
    status = Path(path).stat()
    return [status.st_mtime_ns, status.st_size]


def _best(answers: Iterable[Any]) -> tuple[Interpreter, ...]:
    usable = [
        Interpreter(executable=about["executable"], version=about["python"]) for about in answers if _usable(about)
    ]
    own = os.path.realpath(_own())
    ranked = sorted(
        usable, key=lambda interpreter: (interpreter.executable == own, _numbers(interpreter.version)), reverse=True
    )
    best: dict[str, Interpreter] = {}
    for interpreter in ranked:
        best.setdefault(interpreter.minor, interpreter)
    return tuple(best.values())


def _usable(about: Any) -> bool:
    if not about or about["implementation"] != "cpython" or not about["final"] or about["lacks"]:
        return False
    return _numbers(about["python"]) >= OLDEST and Path(about["executable"]).is_file()


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
