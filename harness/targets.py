"""Celery releases to run samples on, each with the Python and the dependencies that it was released with.

tox.ini lists the newest patch of each minor with a dated lock.  Any other release, a checkout, a file or a git
repository gets its environment on demand.
"""

from __future__ import annotations

import configparser
import functools
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import InvalidVersion, Version
from unearth.utils import url_to_path

from harness import environments, interpreters, recipes, releases
from harness.environments import Recipe, Report
from harness.errors import MissingError, UsageError
from harness.interpreters import Interpreter
from harness.model import Target
from harness.recipes import Listed

#: In the first lines of a lock: what was to be had until when.
LOCKED = re.compile(r"--exclude-newer (\d{4}-\d\d-\d\d)\b")

Machine = Callable[[], Sequence[Interpreter]]


def listed() -> dict[str, str]:
    """The environments of tox.ini: name → Celery version, oldest release first."""
    return {entry.name: entry.release for entry in _listed()}


def prepare(requirements: Sequence[str], *, report: Report = lambda line: None) -> list[Target]:
    """A target for each requirement, in their order; environments that are missing are made, side by side.

    A requirement is a version ("5.4.0"), a name of tox.ini ("celery54"), specifiers ("celery>=5.4,<5.5"), a path of a
    checkout, wheel or sdist, or a URL ("git+https://…", "celery @ …").  `report` is told what is being made, from
    several threads.  Raises UsageError for a requirement that makes no sense and a version that does not exist,
    MissingError when an interpreter, the network or a dependency is missing.
    """
    entries = _listed()
    machine = functools.cache(interpreters.found)
    wanted: dict[str, Recipe] = {}
    names = []
    for requirement in requirements:
        recipe = _apart(_recipe(requirement, entries, machine), wanted)
        wanted[recipe.name] = recipe
        names.append(recipe.name)
    made = dict(zip(wanted, environments.prepared(list(wanted.values()), report), strict=True))
    return [made[name] for name in names]


def adopt(name: str, interpreter: Path) -> Target:
    """An environment that is there already, as a target.

    Raises UsageError when there is no such interpreter, MissingError when it has no Celery that starts.
    """
    if not interpreter.is_file():
        raise UsageError(f"{name}: there is no interpreter {interpreter}")
    return environments.describe(name, interpreter, "its Celery")


def day(target: Target) -> date | None:
    """As of when packages are that belong to a target's time: the date of its lock, or when its release had settled.

    None when nobody knows: of a version that no index has, or of an index that tells no upload times.
    """
    for entry in _listed():
        if entry.release == target.celery and (dated := LOCKED.search(entry.lock)):
            return date.fromisoformat(dated[1])
    try:
        moment = recipes.settled(target.celery)
    except UsageError:
        return None
    return min(moment, datetime.now(UTC)).date() if moment else None


def _apart(recipe: Recipe, others: Mapping[str, Recipe]) -> Recipe:
    """The recipe, under a name that no other recipe has: two checkouts are two targets."""
    name, number = recipe.name, 1
    while recipe.name in others and others[recipe.name].ingredients != recipe.ingredients:
        number += 1
        recipe = replace(recipe, name=f"{name}-{number}")
    return recipe


def _data() -> Path:
    package = Path(__file__).parent
    bundled = package / "_data"
    return bundled if bundled.is_dir() else package.parent


def _listed() -> list[Listed]:
    path = _data() / "tox.ini"
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",), comment_prefixes=("#",))
    if not parser.read(path, encoding="utf-8"):
        raise MissingError(f"{path} is missing: the installation of the harness is not whole")
    how = next(dict(parser[section]) for section in parser.sections() if section.startswith("testenv:celery{"))
    settings = repr([how.get(key) for key in ("deps", "install_command", "set_env")])
    return [
        Listed(
            name=name,
            release=release,
            minors=tuple(parser["pythons"][name].split()),
            lock=(path.parent / "locks" / f"{name}.txt").read_text(encoding="utf-8"),
            how=settings,
            tox_ini=path,
        )
        for name, release in parser["releases"].items()
    ]


def _recipe(text: str, entries: Sequence[Listed], machine: Machine) -> Recipe:
    for entry in entries:
        if text == entry.name or _equals(text, entry.release):
            return recipes.from_lock(entry, machine())
    if _is_version(text):
        return recipes.from_release(text, (), machine())
    if _is_path(text):
        return recipes.from_path(Path(text).expanduser().absolute(), (), machine())
    requirement = _requirement(text)
    extras = tuple(sorted(requirement.extras - {"redis"}))
    if requirement.url is None:
        version = _exact(requirement.specifier) or releases.matching(requirement.specifier)
        return _recipe(version, entries, machine) if not extras else recipes.from_release(version, extras, machine())
    if urlsplit(requirement.url).scheme == "file":
        return recipes.from_path(url_to_path(requirement.url), extras, machine())
    return recipes.from_url(requirement.url, extras, machine())


def _requirement(text: str) -> Requirement:
    bare_url = "://" in text and " @ " not in text
    try:
        requirement = Requirement(f"celery @ {text}" if bare_url else text)
    except InvalidRequirement as error:
        reason = str(error).splitlines()[0]
        raise UsageError(
            f"{text!r} is no requirement ({reason}); write a version (5.4.0), a path (./celery), "
            "a URL (git+https://…) or specifiers (celery>=5.4,<5.5)"
        ) from None
    if requirement.name.lower() != "celery":
        raise UsageError(f"{text!r} asks for {requirement.name}; a target is a Celery")
    return requirement


def _exact(specifiers: SpecifierSet) -> str | None:
    only = next(iter(specifiers)) if len(specifiers) == 1 else None
    return only.version if only and only.operator == "==" and "*" not in only.version else None


def _is_version(text: str) -> bool:
    try:
        Version(text)
    except InvalidVersion:
        return False
    return True


def _equals(text: str, release: str) -> bool:
    return _is_version(text) and Version(text) == Version(release)


def _is_path(text: str) -> bool:
    return "://" not in text and (os.sep in text or text in (".", "..") or Path(text).expanduser().exists())
