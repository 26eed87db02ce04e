"""What is told of one erratum."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from harness import labels
from harness.interfaces import Results
from harness.model import Erratum, Place
from harness.reports import _told
from harness.reports._text import cut_lines, visible
from harness.reports.html import sides
from harness.reports.html.lines import Line, Sources, excerpt
from harness.reports.html.sides import Row

State = Literal["fails", "holds", "differs", "unknown"]
Kind = Literal["", "add", "del", "at"]

#: Lines of a piece of evidence, and files of older releases that are listed.
LINES = 60
#: What is told elsewhere on the card.
ELSEWHERE = frozenset(
    {"interval", "source_line", "reason", "observed_on", "steps", "unverified", "undecided_on", "lines"}
)
#: Evidence that is text of its own, in this order.
TEXTS: Mapping[str, str] = {
    "source": "What was run",
    "shown": "What the page shows",
    "output": "What it printed",
    "traceback": "Traceback",
    "log": "Log of the worker",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """A release in the strip of an erratum."""

    release: str
    state: State
    told: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Quote:
    """Lines of one file with what is wrong in them."""

    docs: str
    file: str
    line: int
    lines: tuple[Line, ...]
    more: int  # places that are not among them


@dataclass(frozen=True, kw_only=True, slots=True)
class PatchLine:
    """A line of a correction."""

    kind: Kind
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Exhibit:
    """A piece of evidence."""

    title: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """An erratum as the report tells it."""

    erratum: Erratum
    slug: str  # its id, fit for a fragment of an address
    headline: str
    place: Place
    brief: Line | None  # the line of the place
    facets: str  # what it can be filtered by, as JSON
    strip: tuple[Cell, ...]
    interval: str
    quotes: tuple[Quote, ...]
    older: tuple[_told.Spots, ...]
    rows: tuple[Row, ...]
    observed_on: tuple[tuple[str, str], ...]
    patch: tuple[PatchLine, ...]
    unverified: str
    instead: str  # what to write, where no correction tells it
    evidence: tuple[Exhibit, ...]
    steps: tuple[Mapping[str, Any], ...]
    reason: str


def slug(name: str) -> str:
    """A name as an id of an element."""
    return re.sub(r"[^\w.-]+", "-", name, flags=re.ASCII).strip("-") or "erratum"


def slugs(errata: Iterable[Erratum]) -> Iterator[tuple[Erratum, str]]:
    """Errata with ids of elements, each of which is given once."""
    given: dict[str, int] = {}
    for erratum in errata:
        name = slug(erratum.id)
        given[name] = given.get(name, 0) + 1
        yield erratum, name if given[name] == 1 else f"{name}.{given[name]}"


def card(erratum: Erratum, name: str, results: Results, sources: Sources) -> Card:
    """What is told of an erratum."""
    place = labels.newest_place(erratum.places)
    groups = _told.spots(erratum.places)
    quotes = tuple(_quotes(erratum, place.docs, sources))
    evidence = erratum.evidence
    return Card(
        erratum=erratum,
        slug=name,
        headline=_told.headline(erratum),
        place=place,
        brief=_brief(place, str(evidence.get("source_line") or ""), sources),
        facets=facets(erratum, results),
        strip=tuple(_strip(erratum, results)),
        interval=_told.interval(erratum),
        quotes=quotes,
        older=tuple(group for group in groups if group.docs != place.docs),
        rows=sides.rows(erratum.claim, erratum.observed),
        observed_on=tuple(sorted((str(key), str(value)) for key, value in _mapping(evidence.get("observed_on")))),
        patch=tuple(patch_lines(erratum.patch or "")),
        unverified=_plain(evidence.get("unverified")),
        instead="" if erratum.patch else erratum.suggestion or "",
        evidence=tuple(_exhibits(evidence)),
        steps=tuple(step for step in _list(evidence.get("steps")) if isinstance(step, Mapping)),
        reason=_plain(evidence.get("reason")),
    )


def releases(erratum: Erratum, results: Results) -> list[str]:
    """The releases in whose docs it stands or whose Celery contradicts them, in order."""
    found = {place.docs for place in erratum.places}
    return [item.version for item in results.docs if item.version in found] or sorted(found)


def facets(erratum: Erratum, results: Results) -> str:
    """What an erratum can be filtered by."""
    brokers = {labels.split(label, results.targets)[1] for label in erratum.fails_on}
    found: dict[str, list[str]] = {
        "page": sorted({place.file for place in erratum.places}),
        "rule": [erratum.rule],
        "severity": [erratum.severity],
        "release": releases(erratum, results),
        "broker": sorted(brokers),
        "blame": [erratum.blame],
    }
    return json.dumps({key: [visible(value) for value in values] for key, values in found.items()}, ensure_ascii=False)


def patch_lines(patch: str) -> Iterator[PatchLine]:
    """A diff's lines."""
    kinds: Mapping[str, Kind] = {"+": "add", "-": "del", "@": "at"}
    for line in patch.rstrip("\n").split("\n") if patch else ():
        head = line.startswith(("--- ", "+++ "))
        yield PatchLine(kind="at" if head else kinds.get(line[:1], ""), text=line)


def _brief(place: Place, line: str, sources: Sources) -> Line | None:
    """The line at which the place begins; None when nobody knows it."""
    lines = sources.lines(place.docs, place.file)
    text = lines[place.line - 1] if 0 < place.line <= len(lines) else line.split("\n")[0]
    if not text.strip():
        return None
    (found,) = excerpt([_first_line(place)], [text])
    return Line(number=place.line, pieces=found.pieces)


def _first_line(place: Place) -> Place:
    """The place as that of a page that has nothing but its line."""
    return Place(
        docs=place.docs, file=place.file, line=1, column=place.column, end_line=1, text=place.text.split("\n")[0]
    )


def _quotes(erratum: Erratum, docs: str, sources: Sources) -> Iterator[Quote]:
    """The places in one release's docs by file, the newest place's first."""
    by_file: dict[str, list[Place]] = {}
    for place in erratum.places:
        if place.docs == docs:
            by_file.setdefault(place.file, []).append(place)
    for file, places in by_file.items():
        lines = excerpt(places, sources.lines(docs, file))
        shown = {line.number for line in lines if line.marked}
        more = sum(place.line not in shown for place in places)
        yield Quote(docs=docs, file=file, line=places[0].line, lines=lines, more=more)


def _strip(erratum: Erratum, results: Results) -> Iterator[Cell]:
    """A cell for each release that something was held against."""
    by_release: dict[str, dict[str, str]] = {}
    for label in results.labels:
        target, service = labels.split(label, results.targets)
        by_release.setdefault(target.celery if target else label, {})[label] = service
    for release, services in by_release.items():
        fails = [services[label] for label in services if label in erratum.fails_on]
        holds = [services[label] for label in services if label in erratum.holds_on]
        if fails and holds:
            told = f"wrong on {_told.joined(fails)}, right on {_told.joined(holds)}"
            yield Cell(release=release, state="differs", told=told)
        elif fails:
            yield Cell(release=release, state="fails", told="wrong")
        elif holds:
            yield Cell(release=release, state="holds", told="right")
        else:
            yield Cell(release=release, state="unknown", told="not said there, or not decided")


def _exhibits(evidence: Mapping[str, Any]) -> Iterator[Exhibit]:
    for key, title in TEXTS.items():
        if text := _plain(evidence.get(key)).strip("\n"):
            yield Exhibit(title=title, text=cut_lines(text, LINES))
    others = {key: value for key, value in evidence.items() if key not in ELSEWHERE and key not in TEXTS and value}
    if others:
        lines = (f"{key}: {_plain(value)}" for key, value in sorted(others.items()))
        yield Exhibit(title="Further", text=cut_lines("\n".join(lines), LINES))


def _plain(value: object) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False)


def _mapping(value: object) -> Iterable[tuple[object, object]]:
    return value.items() if isinstance(value, Mapping) else ()


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()
