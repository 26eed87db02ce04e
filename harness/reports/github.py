"""Annotations that GitHub shows beside the lines of a pull request: as many as it shows, the worst first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from harness import labels
from harness.interfaces import Results
from harness.model import Erratum, Severity
from harness.reports import _told
from harness.reports._prepared import prepared
from harness.reports._text import one_line, visible

name: str = "github"
filename: str | None = None

LEVELS: dict[Severity, str] = {"breaks": "error", "silent": "error", "wrong-value": "error", "cosmetic": "warning"}
#: GitHub takes ten errors and ten warnings of a step, and leaves out the others without a word.
MOST = 10


def render(results: Results, *, width: int | None = None, colour: bool = False) -> str:
    """A workflow command an erratum or stale entry, then what was found in one line."""
    results = prepared(results)
    return "".join(f"{line}\n" for line in _lines(results))


def _lines(results: Results) -> Iterator[str]:
    commands = [*map(_command, _told.failing(results)), *_stale(results)]
    yield from commands[:MOST]
    rest = f"; {len(commands) - MOST:,} more in the summary of the job" if len(commands) > MOST else ""
    yield f"::notice title=doc-harness::{_value(_told.total(results) + rest)}"


def _command(erratum: Erratum) -> str:
    place = labels.newest_place(erratum.places)
    fields = {
        "file": place.file,
        "line": str(place.line),
        "endLine": str(max(place.line, place.end_line)),
        "col": str(place.column),
        "title": erratum.id,
    }
    others = len(erratum.places) - 1
    message = _told.headline(erratum)
    if others:
        message += f" (and in {_told.number(others, 'more place', 'more places')})"
    return _told_as(LEVELS[erratum.severity], fields, message)


def _stale(results: Results) -> Iterator[str]:
    for entry in _told.stale(results):
        yield _told_as("error", {"file": entry.file, "line": str(entry.line), "title": "stale entry"}, entry.message)


def _told_as(level: str, fields: Mapping[str, str], message: str) -> str:
    listed = ",".join(f"{key}={_property(value)}" for key, value in fields.items())
    return f"::{level} {listed}::{_value(message)}"


def _value(text: str) -> str:
    return one_line(visible(text)).replace("%", "%25")


def _property(text: str) -> str:
    return _value(text).replace(":", "%3A").replace(",", "%2C")
