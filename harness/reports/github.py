"""Annotations that GitHub shows beside the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from harness import labels
from harness.interfaces import Results
from harness.model import Erratum, Severity
from harness.reports import _told
from harness.reports._prepared import prepared
from harness.reports._text import one_line, visible

name: str = "github"
filename: str | None = None

LEVELS: dict[Severity, str] = {"breaks": "error", "silent": "error", "wrong-value": "error", "cosmetic": "warning"}


def render(results: Results, *, width: int | None = None, colour: bool = False) -> str:
    """A workflow command an erratum, then what was found in one line."""
    results = prepared(results)
    return "".join(f"{line}\n" for line in _lines(results))


def _lines(results: Results) -> Iterator[str]:
    for erratum in results.errata:
        yield _command(erratum)
    yield f"::notice title=doc-harness::{_value(_told.total(results))}"


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
    listed = ",".join(f"{key}={_property(value)}" for key, value in fields.items())
    return f"::{LEVELS[erratum.severity]} {listed}::{_value(message)}"


def _value(text: str) -> str:
    return one_line(visible(text)).replace("%", "%25")


def _property(text: str) -> str:
    return _value(text).replace(":", "%3A").replace(",", "%2C")
