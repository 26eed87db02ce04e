"""Packages that only some plans need, in folders beside a target's environment, which stays as it was.

A folder goes to the end of `sys.path`.  It holds nothing that the target has, and what it holds fits what the target
has: wheels only, as of the target's time, except for those packages that had no wheel for its Python then.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from uv import find_uv_bin

from harness import environments, interpreters, recipes, targets
from harness.caches import cache_dir, made_once, write_json
from harness.environments import Report, run
from harness.errors import MissingError
from harness.model import Target

#: Part of every key: raised when folders of earlier harnesses would not do any more.
FORMAT = 1
RECORD = "overlay.json"
#: Later than every package: uv wants a date.
ANY_DAY = date(9000, 1, 1)
YEAR = timedelta(days=365)
#: What uv says when it has seen all that there is, as opposed to not having been able to look.
NO_SUCH = "No solution found"


def of(target: Target, requirements: Sequence[str], *, report: Report = lambda line: None) -> Path:
    """The folder with what `requirements` ask for and the target has not; made when it is not there.

    A requirement of an extra of Celery's ("celery[sqs]") brings the bounds that the release itself gives; it is left
    out where nothing that can be installed keeps to them.  `report` is told what is being installed.  What is there
    costs no process and no network.  Raises MissingError when there are no wheels for the target's Python, or no index.
    """
    wanted = sorted(set(requirements))
    everything = json.dumps([FORMAT, target.digest, *wanted])
    directory = cache_dir() / "overlays" / target.name / hashlib.sha256(everything.encode()).hexdigest()[:16]
    if not directory.is_dir():
        made_once(directory, functools.partial(_make, target, wanted, report))
        environments.forget_unused(directory, RECORD)
    os.utime(directory / RECORD)
    return directory


@dataclass(frozen=True, kw_only=True, slots=True)
class _Resolver:
    """Asks uv what would be installed for a target, beside what it has."""

    target: Target
    installed: Mapping[str, str]  # name → version
    constraints: Path
    day: date | None

    def pins(self, requirements: Iterable[str], freed: Iterable[str] = (), until: date | None = None) -> dict[str, str]:
        """Name → version of all that the requirements need, the target's own left out.

        Of packages in `freed` what came out up to `until` may be taken, of others what came out up to the target's
        day.  Raises MissingError.
        """
        # What the target has is what it has, even where its lock makes an exception of its own day.
        days = dict.fromkeys(self.installed, ANY_DAY) | dict.fromkeys(freed, until or ANY_DAY)
        options = [f"--exclude-newer-package={name}={day.isoformat()}" for name, day in days.items()]
        return self._asked(requirements, self.day, options)

    def names(self, requirements: Iterable[str], until: date | None) -> list[str]:
        """Names of all that the requirements need when everything may be as new as `until`.  Raises MissingError."""
        options = [f"--exclude-newer-package={name}={ANY_DAY.isoformat()}" for name in self.installed]
        return list(self._asked(requirements, until, options))

    def _asked(self, requirements: Iterable[str], until: date | None, options: Sequence[str]) -> dict[str, str]:
        dated = [f"--exclude-newer={until.isoformat()}", *options] if until else []
        with tempfile.NamedTemporaryFile("w", suffix=".in", dir=self.constraints.parent, encoding="utf-8") as file:
            file.write("\n".join(requirements) + "\n")
            file.flush()
            command = [
                find_uv_bin(), "pip", "compile", "-q", "--no-header", "--no-annotate", "--no-build",
                "--python", self.target.interpreter, "-c", str(self.constraints), *dated, file.name,
            ]  # fmt: skip
            output = run(command, self.constraints.parent, _title(self.target, requirements))
        lines = (line.partition(" ")[0].partition("==") for line in output.splitlines() if "==" in line)
        found = {canonicalize_name(name): version for name, _, version in lines}
        return {name: version for name, version in found.items() if name not in self.installed}


def _make(target: Target, requirements: Sequence[str], report: Report, directory: Path) -> None:
    about = interpreters.ask(target.interpreter, "celery")
    if about is None:
        raise MissingError(f"{target.name}: {target.interpreter} is not a Python that runs")
    report(f"{target.name}: installing {', '.join(_plain(requirements))} for it")
    installed: dict[str, str] = {canonicalize_name(name): version for name, version in about["distributions"].items()}
    with tempfile.TemporaryDirectory(prefix=".resolve-", dir=directory.parent) as folder:
        constraints = Path(folder) / "constraints.txt"
        constraints.write_text("".join(f"{name}=={version}\n" for name, version in installed.items()))
        resolver = _Resolver(target=target, installed=installed, constraints=constraints, day=targets.day(target))
        pins = [f"{name}=={version}" for name, version in _resolved(resolver, requirements).items()]
        if pins:
            command = [
                find_uv_bin(), "pip", "install", "-q", "--python", target.interpreter, "--target", str(directory),
                "--no-deps", "--no-build", "--compile-bytecode", *pins,
            ]  # fmt: skip
            run(command, Path(folder), _title(target, requirements))
    write_json(directory / RECORD, {"target": target.name, "requirements": list(requirements), "pins": pins})


def _resolved(resolver: _Resolver, requirements: Sequence[str]) -> dict[str, str]:
    """Pins that keep as much as can be of the release's own bounds and of its time."""
    attempts = [list(requirements)]
    if (plain := _plain(requirements)) and plain != attempts[0]:
        attempts.append(plain)
    first: MissingError | None = None
    for attempt in attempts:
        for until in _days(resolver):
            try:
                return resolver.pins(attempt) if until == resolver.day else _as_old_as_can_be(resolver, attempt, until)
            except MissingError as error:
                if NO_SUCH not in str(error):
                    raise
                first = first or error
    assert first is not None
    raise first


def _days(resolver: _Resolver) -> Iterator[date | None]:
    """Until when packages may be, the best first: the target's day, when its Python was known, and a year more each."""
    yield resolver.day
    if resolver.day is None:
        return
    known = recipes.ripe(".".join(resolver.target.python.split(".")[:2]))
    until = max(known.date(), resolver.day + YEAR) if known is not None else resolver.day + YEAR
    while until < datetime.now(UTC).date():
        yield until
        until += YEAR
    yield None


def _as_old_as_can_be(resolver: _Resolver, requirements: Sequence[str], until: date | None) -> dict[str, str]:
    """Pins with as few packages as can be from after the target's day.  Raises MissingError."""
    asked = [canonicalize_name(Requirement(requirement).name) for requirement in requirements]
    names = resolver.names(requirements, until)
    freed = sorted(names, key=lambda name: (name not in asked, name))
    pins = resolver.pins(requirements, freed, until)
    for name in list(freed):
        fewer = [other for other in freed if other != name]
        try:
            pins = resolver.pins(requirements, fewer, until)
        except MissingError as error:
            if NO_SUCH not in str(error):
                raise
        else:
            freed = fewer
    return pins


def _plain(requirements: Iterable[str]) -> list[str]:
    """The requirements without those of Celery's own extras."""
    return [requirement for requirement in requirements if Requirement(requirement).name.lower() != "celery"]


def _title(target: Target, requirements: Iterable[str]) -> str:
    wanted = ", ".join(_plain(requirements)) or ", ".join(requirements)
    python = Version(target.python)
    return f"{wanted} cannot be installed beside Celery {target.celery} on Python {python.major}.{python.minor}"
