"""The summary in numbers and as a picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from harness import labels
from harness.interfaces import Results
from harness.model import Severity, Verdict
from harness.reports.html.cards import releases
from harness.reports.html.statements import Statement, Tally, tally

#: Verdicts in the order of a bar, from the left.
BAR: tuple[Verdict, ...] = ("holds", "fails", "undecided", "fault")
#: Of the picture: what a row is high, where bars begin, how wide they are, and where the other picture begins.
ROW, LEFT, WIDTH, GAP = 30, 64, 300, 130
#: A part that is there is seen.
LEAST = 2.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A part of a bar."""

    name: str
    count: int
    x: float
    width: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """A release in the picture: what was checked in it, and its errata."""

    release: str
    y: int
    tally: Tally
    verdicts: tuple[Part, ...]
    errata: int
    severities: tuple[Part, ...]
    by_severity: tuple[tuple[Severity, int], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """All releases."""

    bars: tuple[Bar, ...]
    width: int
    height: int
    left: int  # where the first bars begin
    right: int  # where the second bars begin


@dataclass(frozen=True, kw_only=True, slots=True)
class PageRow:
    """A file of the docs: its statements in the newest release, and its errata by release."""

    file: str
    tally: Tally
    errata: tuple[tuple[str, int], ...]  # the newest release first


def picture(results: Results, found: Sequence[Statement]) -> Picture:
    """A bar of verdicts and one of errata for each release, the newest first."""
    versions = [item.version for item in results.docs]
    tallies = {version: tally(item for item in found if item.docs == version) for version in versions}
    errata = {version: [item for item in results.errata if version in releases(item, results)] for version in versions}
    checked = max((item.checked + item["fault"] for item in tallies.values()), default=0)
    wrong = max((len(items) for items in errata.values()), default=0)
    second = LEFT + WIDTH + GAP
    bars = []
    for number, version in enumerate(reversed(versions)):
        counts = Counter(item.severity for item in errata[version])
        severities = tuple((severity, counts[severity]) for severity in labels.SEVERITIES)
        bars.append(
            Bar(
                release=version,
                y=number * ROW + ROW,
                tally=tallies[version],
                verdicts=_parts([(name, tallies[version][name]) for name in BAR], checked, LEFT),
                errata=len(errata[version]),
                severities=_parts(severities, wrong, second),
                by_severity=severities,
            )
        )
    return Picture(
        bars=tuple(bars),
        width=second + WIDTH + GAP,
        height=(len(versions) + 1) * ROW,
        left=LEFT,
        right=second,
    )


def _parts(counts: Iterable[tuple[str, int]], most: int, x: float) -> tuple[Part, ...]:
    """Parts of a bar that is `WIDTH` wide where there are `most`."""
    found = []
    for name, count in counts:
        if count:
            width = max(LEAST, WIDTH * count / max(most, 1))
            found.append(Part(name=name, count=count, x=round(x, 2), width=round(width, 2)))
            x += width
    return tuple(found)


def page_rows(results: Results, found: Sequence[Statement]) -> list[PageRow]:
    """Files with errata, or with statements that were checked in the newest release; most errata first."""
    versions = [item.version for item in results.docs]
    newest = versions[-1] if versions else ""
    by_file: dict[str, list[Statement]] = {}
    for item in found:
        if item.docs == newest:
            by_file.setdefault(item.outcome.file, []).append(item)
    wrong: Counter[tuple[str, str]] = Counter(
        pair for erratum in results.errata for pair in {(place.file, place.docs) for place in erratum.places}
    )
    files = {file for file, items in by_file.items() if any(item.checked for item in items)}
    files |= {file for file, _ in wrong}
    rows = [
        PageRow(
            file=file,
            tally=tally(by_file.get(file, ())),
            errata=tuple((version, wrong[file, version]) for version in reversed(versions)),
        )
        for file in files
    ]
    return sorted(rows, key=lambda row: (*(-count for _, count in row.errata), row.file))
