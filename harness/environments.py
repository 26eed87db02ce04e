"""Environments with a Celery in them: made once for each set of ingredients, kept in the cache, described."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from harness import interpreters, pip_settings
from harness.caches import cache_dir, exclusive, read_json, write_json
from harness.errors import MissingError
from harness.interpreters import Interpreter
from harness.model import Target

Report = Callable[[str], None]

#: Part of every key: raised when environments of earlier harnesses would not do any more.
FORMAT = 1
#: Seconds after which an environment that nobody used makes room.
UNUSED = 30 * 24 * 3600.0
#: What the caller's environment must not decide about another Python's.
FOREIGN = re.compile(r"TOX_|(PYTHONPATH|PYTHONHOME|VIRTUAL_ENV|CONDA_PREFIX|UV_PYTHON|UV_PROJECT_ENVIRONMENT)$")
CREDENTIALS = re.compile(r"//[^/@\s]*@")
#: tox's own account of a failure, below the message of the program that failed.
SUMMARY = re.compile(r"^\S+: (exit \d+ \(|FAIL )|evaluation failed :\(|^Using Python |\x1b\[[0-9;]*m")


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipe:
    """How an environment is made, and what decides how it comes out."""

    name: str  # of the target
    title: str  # for messages: "Celery 5.4.0"
    interpreter: Interpreter
    ingredients: tuple[str, ...]  # equal ingredients make equal environments
    make: Callable[[Path, Report], Path]  # fills an empty directory, returns the environment's python
    advice: str = ""  # for the message when Celery does not start: what would help

    @property
    def directory(self) -> Path:
        """Where the environment is kept."""
        everything = (str(FORMAT), self.name, self.interpreter.executable, self.interpreter.version, *self.ingredients)
        key = hashlib.sha256(json.dumps(everything).encode()).hexdigest()
        return cache_dir() / "targets" / self.name / key[:16]


def prepared(recipes: Sequence[Recipe], report: Report) -> list[Target]:
    """The targets of the recipes, in order; those that are missing are made side by side.

    Those that are there cost no process and no network.  Raises MissingError for the first that cannot be made.
    """
    there = [_ready(recipe) for recipe in recipes]
    if all(there):
        return [target for target in there if target]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        return list(pool.map(functools.partial(_made, report=report), recipes))


def describe(name: str, python: Path, title: str, advice: str = "") -> Target:
    """The target that an environment is, as its own Python tells.  Raises MissingError when no worker could start."""
    # The path is not resolved: it is the link's place that makes a Python that of an environment.
    about = interpreters.ask(str(python.absolute()), "celery")
    if about is None:
        raise MissingError(f"{name}: {python} is not a Python that runs (3.8 or later)")
    distributions = about["distributions"]
    if "celery" not in distributions or "kombu" not in distributions:
        raise MissingError(f"{name}: there is no Celery installed for {python}")
    if about["error"]:
        raise MissingError(f"{name}: {title} does not start on Python {about['python']}: {about['error']}{advice}")
    everything = json.dumps([about["implementation"], about["python"], distributions, about["content"]])
    return Target(
        name=name,
        celery=distributions["celery"],
        kombu=distributions["kombu"],
        python=about["python"],
        interpreter=str(python.absolute()),
        digest=hashlib.sha256(everything.encode()).hexdigest(),
    )


def run(command: Sequence[str], directory: Path, purpose: str) -> str:
    """The output of uv or tox, run with the indexes of the user's pip.

    Raises MissingError that says what the command was for and quotes its last lines.
    """
    done = subprocess.run(
        command,
        cwd=directory,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise MissingError(f"{purpose}: {_complaint(done.stdout)}")
    return done.stdout


def redacted(text: str) -> str:
    """The text without user, password and token of the URLs in it."""
    return CREDENTIALS.sub("//", text)


def python_of(environment: Path) -> Path:
    """The interpreter of a virtual environment."""
    return environment / "bin" / "python"


def forget_unused(kept: Path, mark: str) -> None:
    """Remove what nobody has used for long of the folders beside `kept`; the age of `mark` in them tells."""
    for directory in kept.parent.iterdir():
        record = directory / mark
        if directory != kept and record.is_file() and time.time() - record.stat().st_mtime > UNUSED:
            shutil.rmtree(directory, ignore_errors=True)


def _ready(recipe: Recipe) -> Target | None:
    record = recipe.directory / "target.json"
    found = read_json(record)
    if not isinstance(found, dict):
        return None
    target = Target(**found)
    if not Path(target.interpreter).is_file():  # its base Python has gone, or somebody cleaned up
        return None
    os.utime(record)
    return target


def _made(recipe: Recipe, report: Report) -> Target:
    directory = recipe.directory
    with exclusive(directory):
        if target := _ready(recipe):
            return target
        report(f"{recipe.name}: installing {recipe.title} on Python {recipe.interpreter.version}")
        begun = time.monotonic()
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir()
        python = recipe.make(directory, report)
        target = describe(recipe.name, python, recipe.title, recipe.advice)
        # Written last: an environment without it was not finished, and is made again.
        write_json(directory / "target.json", asdict(target))
    report(f"{recipe.name}: ready, with kombu {target.kombu} ({time.monotonic() - begun:.1f} s)")
    forget_unused(directory, "target.json")
    return target


def _environment() -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not FOREIGN.match(name)}
    # A missing interpreter is a message, not a download.
    calm = {"UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1", "NO_COLOR": "1", "FORCE_COLOR": ""}
    return {**calm, **pip_settings.uv_environment(pip_settings.read()), **own, "NO_COLOR": "1", "FORCE_COLOR": ""}


def _complaint(output: str) -> str:
    lines = [line.strip() for line in output.splitlines()]
    telling = [line for line in lines if line and not SUMMARY.search(line)]
    first = next((i for i, line in enumerate(telling) if line.startswith(("error", "×"))), max(0, len(telling) - 5))
    return redacted(" ".join(telling[first : first + 5])) or "it failed and said nothing"
