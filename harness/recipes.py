"""How the environment of a Celery is made: a listed release, any other release, a path, a URL."""

from __future__ import annotations

import hashlib
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import InvalidSdistFilename, InvalidWheelFilename, parse_sdist_filename, parse_wheel_filename
from packaging.version import Version
from uv import find_uv_bin

from harness import environments, interpreters, releases
from harness.caches import cache_dir
from harness.environments import Recipe, Report, redacted, run
from harness.errors import MissingError, UsageError
from harness.interpreters import Interpreter

#: How long the dependencies of a release may go on changing before its environment is taken.
SETTLING = timedelta(days=60)
#: When each Python came out.  A release that does not claim a Python runs on it, if at all, with later dependencies.
PYTHONS_BORN = {
    "3.8": date(2019, 10, 14),
    "3.9": date(2020, 10, 5),
    "3.10": date(2021, 10, 4),
    "3.11": date(2022, 10, 24),
    "3.12": date(2023, 10, 2),
    "3.13": date(2024, 10, 7),
    "3.14": date(2025, 10, 7),
}
#: What releases before 5.5 import without requiring it, or require without the upper bound that they need.
FIXES_BEFORE = Version("5.5")
FIXES = ("setuptools<81", "packaging", "kombu<5.6")
#: The last setuptools with pkg_resources: older ones do not know newer Pythons.
FIX_DATES = ("setuptools=2025-06-01",)
#: What decides how a checkout is installed, and what is in it.
PACKAGING_FILES = ("setup.py", "setup.cfg", "pyproject.toml", "requirements/**/*.txt", "celery/**/*.py")
NOT_COPIED = (".*", "__pycache__", "*.egg-info", "build", "dist", "venv", "env", "node_modules")
COMMIT = re.compile(r"@([0-9a-f]{40})(?:#|$)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """An environment of tox.ini."""

    name: str
    release: str
    minors: tuple[str, ...]  # the Pythons on which it works, best first
    lock: str  # the text of its lock
    how: str  # the settings of its section that decide how it is installed
    tox_ini: Path


def from_lock(entry: Listed, machine: Sequence[Interpreter]) -> Recipe:
    """A release of tox.ini, installed by tox from its dated lock."""
    title = f"Celery {entry.release}"
    interpreter = _chosen(title, entry.minors + _later(entry.minors, machine), machine)

    def make(directory: Path, report: Report) -> Path:
        override = f"testenv:{entry.name}.base_python={interpreter.executable}"
        where = ["-c", str(entry.tox_ini), "--workdir", str(directory)]
        command = [sys.executable, "-m", "tox", "run", *where, "-e", entry.name, "--notest", "-x", override]
        run(command, directory, f"{entry.name}: tox cannot install {title} from its lock")
        return environments.python_of(directory / entry.name)

    return Recipe(
        name=entry.name,
        title=title,
        interpreter=interpreter,
        ingredients=(entry.release, entry.lock, entry.how),
        make=make,
        advice=_advice(entry.minors),
    )


def from_release(version: str, extras: tuple[str, ...], machine: Sequence[Interpreter]) -> Recipe:
    """Any other release, with what was to be had when it had settled.  Raises UsageError when there is none such."""
    release = releases.unpacked(version)
    claimed = _newest_first(release.pythons)
    interpreter = _chosen(f"Celery {release.version}", claimed + _others(release, machine), machine)
    fixes = FIXES if Version(release.version) < FIXES_BEFORE else ()
    wanted = (_wanted(extras, f"=={release.version}"), *fixes)

    def make(directory: Path, report: Report) -> Path:
        day = _day(release, interpreter)
        if day is None:
            report(f"celery-{release.version}: the index does not tell upload times; installing today's dependencies")
        options = ["--exclude-newer", day.isoformat()] if day else []
        for dated in FIX_DATES if day and fixes else ():
            options += ["--exclude-newer-package", dated]
        return _installed(directory, interpreter, [*options, *wanted], f"Celery {release.version}")

    return Recipe(
        name="-".join(("celery", release.version, *extras)),
        title=f"Celery {release.version}",
        interpreter=interpreter,
        ingredients=(release.sha256, *wanted),
        make=make,
        advice=_advice(claimed),
    )


def from_path(path: Path, extras: tuple[str, ...], machine: Sequence[Interpreter]) -> Recipe:
    """A checkout, wheel or sdist on this machine, with today's dependencies, on the harness's own Python."""
    label = _label(path)
    interpreter = _own(str(path), machine)

    def make(directory: Path, report: Report) -> Path:
        source = directory / (path.name or "celery")
        # Building leaves things behind, and whoever edits on should not change what is being run.
        if path.is_dir():
            shutil.copytree(path, source, ignore=shutil.ignore_patterns(*NOT_COPIED), symlinks=True)
        else:
            shutil.copy2(path, source)
        return _installed(directory, interpreter, [_wanted(extras, f" @ {source.as_uri()}")], str(path))

    return Recipe(
        name="-".join(("celery", label, *extras)),
        title=str(path),
        interpreter=interpreter,
        ingredients=(str(path), _content(path), *extras),
        make=make,
    )


def from_url(url: str, extras: tuple[str, ...], machine: Sequence[Interpreter]) -> Recipe:
    """What a URL leads to, with today's dependencies, on the harness's own Python.

    A branch or tag of a repository is looked up each time; another URL is fetched once.
    """
    pinned = _pinned(url) if url.startswith("git+") else url
    commit = COMMIT.search(pinned)
    label = commit[1][:8] if commit else hashlib.sha256(pinned.encode()).hexdigest()[:8]
    wanted = _wanted(extras, f" @ {pinned}")
    title = f"Celery from {redacted(pinned)}"
    interpreter = _own(title, machine)

    def make(directory: Path, report: Report) -> Path:
        return _installed(directory, interpreter, [wanted], title)

    return Recipe(
        name="-".join(("celery", label, *extras)),
        title=title,
        interpreter=interpreter,
        ingredients=(wanted,),
        make=make,
    )


def _label(path: Path) -> str:
    if path.is_dir():
        if (path / "celery" / "__init__.py").is_file():
            return "checkout"
        raise UsageError(f"{path} is no checkout of Celery: it has no celery/__init__.py")
    try:
        parsed = parse_wheel_filename(path.name)[:2] if path.suffix == ".whl" else parse_sdist_filename(path.name)
    except (InvalidWheelFilename, InvalidSdistFilename):
        parsed = None
    if parsed is None or parsed[0] != "celery" or not path.is_file():
        raise UsageError(f"{path} is neither a checkout of Celery nor a wheel or sdist of it")
    return f"{parsed[1]}-file"


def _pinned(url: str) -> str:
    """The URL with the commit that its branch or tag stands for now."""
    if COMMIT.search(url):
        return url
    cache_dir().mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", suffix=".in", dir=cache_dir(), encoding="utf-8") as file:
        file.write(f"celery @ {url}\n")
        file.flush()
        command = [find_uv_bin(), "pip", "compile", "-q", "--no-deps", "--no-header", "--no-annotate", file.name]
        output = run(command, cache_dir(), f"{redacted(url)} cannot be looked up")
    resolved = next((line for line in output.splitlines() if line.startswith("celery @ ")), "")
    return resolved.removeprefix("celery @ ").strip() or url


def _wanted(extras: Sequence[str], rest: str) -> str:
    return f"celery[{','.join(('redis', *extras))}]{rest}"


def _own(title: str, machine: Sequence[Interpreter]) -> Interpreter:
    if not machine:
        raise MissingError(f"{title} needs a CPython 3.8 or later that has all its modules, and this machine has none")
    return machine[0]


def _installed(directory: Path, interpreter: Interpreter, arguments: Sequence[str], title: str) -> Path:
    uv, environment = find_uv_bin(), directory / "env"
    run([uv, "venv", "-q", "--python", interpreter.executable, str(environment)], directory, f"{title}: uv venv")
    python = environments.python_of(environment)
    install = [uv, "pip", "install", "-q", "--python", str(python), *arguments]
    run(install, directory, f"{title} cannot be installed on Python {interpreter.version}")
    return python


def _chosen(title: str, minors: Sequence[str], machine: Sequence[Interpreter]) -> Interpreter:
    interpreter = interpreters.choose(minors, machine)
    if interpreter is None:
        there = ", ".join(sorted({found.minor for found in machine}, key=Version)) or "none"
        raise MissingError(
            f"{title} runs on Python {', '.join(sorted(minors, key=Version))}; this machine has {there}. "
            f"Install one, for example with `uv python install {minors[0]}`"
        )
    return interpreter


def _advice(minors: Sequence[str]) -> str:
    if not minors:
        return ""
    known = ", ".join(sorted(minors, key=Version))
    return f"; it starts on Python {known}: install one, for example with `uv python install {minors[0]}`"


def _newest_first(minors: Iterable[str]) -> tuple[str, ...]:
    usable = [minor for minor in minors if Version(minor).release >= interpreters.OLDEST]
    return tuple(sorted(usable, key=Version, reverse=True))


def _others(release: releases.Release, machine: Sequence[Interpreter]) -> tuple[str, ...]:
    """The machine's Pythons that the release neither claims nor refuses, nearest first."""
    try:
        allowed = SpecifierSet(release.requires_python.strip().rstrip(","))
    except InvalidSpecifier:
        allowed = SpecifierSet()
    unclaimed = {found.minor for found in machine if allowed.contains(found.version)} - set(release.pythons)
    return tuple(sorted(unclaimed, key=Version))


def _later(minors: Iterable[str], machine: Sequence[Interpreter]) -> tuple[str, ...]:
    """The machine's Pythons that are newer than all of `minors`, nearest first: whether they do, a trial tells."""
    newest = max(map(Version, minors))
    return tuple(sorted({found.minor for found in machine if Version(found.minor) > newest}, key=Version))


def settled(version: str, uploaded: datetime | None = None) -> datetime | None:
    """When the dependencies of a release had come to rest, None where nobody tells when it was made.

    `uploaded` is given when it is known better than the index knows it.  Raises UsageError when `version` is not one.
    """
    dates = releases.dates(version)
    uploaded = uploaded or dates.uploaded
    if uploaded is None:
        return None
    rest = uploaded + SETTLING
    return min(rest, max(dates.succeeded, uploaded)) if dates.succeeded else rest


def ripe(minor: str) -> datetime | None:
    """When packages had learned of a Python: before, there were few wheels for it.  None when nobody knows."""
    born = PYTHONS_BORN.get(minor)
    return datetime.combine(born, time(), UTC) + timedelta(days=365) if born else None


def _day(release: releases.Release, interpreter: Interpreter) -> date | None:
    """The day whose packages the release is installed with, None when nobody knows its own."""
    moment = settled(release.version, release.uploaded)
    if moment is None:
        return None
    if interpreter.minor not in release.pythons:
        learned = ripe(interpreter.minor)
        if learned is None:
            return None
        moment = max(moment, learned)
    return min(moment, datetime.now(UTC)).date()


def _content(path: Path) -> str:
    if path.is_file():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    digest = hashlib.sha256()
    for pattern in PACKAGING_FILES:
        for file in sorted(path.glob(pattern)):
            if file.is_file():
                digest.update(f"{file.relative_to(path).as_posix()}\0".encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
