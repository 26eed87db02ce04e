"""How errata are told to people: what several reports say in the same words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import get_args

from harness import labels
from harness.interfaces import Results, Stale
from harness.model import Erratum, Outcome, Place, Verdict
from harness.reports._text import one_line

#: A name, an option, a path: what can be meant with another.
_WORD = re.compile(r"\S{1,80}")

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
#: Verdicts as headings of a table.
TITLES = {
    "holds": "hold",
    "fails": "fail",
    "undecided": "undecided",
    "not-checked": "not checked",
    "fault": "faults",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """The verdicts on one release's samples, on one target."""

    docs: str
    target: str
    total: int
    verdicts: tuple[int, ...]  # in the order of VERDICTS


@dataclass(frozen=True, kw_only=True, slots=True)
class Spots:
    """Places in one file of one release's docs."""

    docs: str
    file: str
    spots: tuple[str, ...]  # "474:13"


def failing(results: Results) -> tuple[Erratum, ...]:
    """The errata that count: all, or those that the baseline does not have."""
    return results.errata if results.against is None else results.against.new


def stale(results: Results) -> tuple[Stale, ...]:
    """What the baseline has and the docs have not any more."""
    return () if results.against is None else results.against.stale


def headline(erratum: Erratum) -> str:
    """The message, on one line, with the suggestion where it is short and not told already."""
    message = one_line(erratum.message)
    if erratum.suggestion is None or "did you mean" in message or not _WORD.fullmatch(erratum.suggestion):
        return message
    told = {word for part in message.split() for word in (part, part.strip("'\"`.,;:!?()"))}
    return message if erratum.suggestion in told else f"{message}; did you mean {erratum.suggestion}?"


def correction(erratum: Erratum) -> str:
    """What to write instead, where the headline does not tell it; "" where it does."""
    suggestion = erratum.suggestion or ""
    return "" if suggestion in headline(erratum) else suggestion


def spots(places: Iterable[Place]) -> list[Spots]:
    """Places by release, the newest first, and file."""
    found: dict[tuple[str, str], list[str]] = {}
    for place in places:
        found.setdefault((place.docs, place.file), []).append(f"{place.line}:{place.column}")
    return [
        Spots(docs=docs, file=file, spots=tuple(items))
        for (docs, file), items in sorted(found.items(), key=lambda entry: (labels.newest_first(entry[0][0]), entry[0]))
    ]


def interval(erratum: Erratum) -> str:
    """Where it fails and where it holds."""
    return str(erratum.evidence.get("interval") or ", ".join(erratum.fails_on))


def rows(outcomes: Iterable[Outcome]) -> list[Row]:
    """A row for each release and target, in the order in which they come."""
    found: dict[tuple[str, str], Counter[Verdict]] = {}
    for outcome in outcomes:
        found.setdefault((outcome.docs, outcome.target), Counter())[outcome.verdict] += 1
    return [
        Row(
            docs=docs,
            target=target,
            total=count.total(),
            verdicts=tuple(count[verdict] for verdict in VERDICTS),
        )
        for (docs, target), count in found.items()
    ]


def by_rule(results: Results) -> list[tuple[str, tuple[int, ...]]]:
    """How many errata that count, of each rule, stand in each release's docs, in the order of `results.docs`."""
    versions = [item.version for item in results.docs]
    counts: dict[str, Counter[str]] = {}
    for erratum in failing(results):
        counts.setdefault(erratum.rule, Counter()).update({place.docs for place in erratum.places})
    return [(rule, tuple(counts[rule][version] for version in versions)) for rule in sorted(counts)]


def number(count: int, one: str, many: str) -> str:
    """ "1 erratum", "1,200 errata"."""
    return f"{count:,} {one if count == 1 else many}"


def total(results: Results) -> str:
    """What was found in how much, in one sentence."""
    return (
        f"{_found(results)}, {len(results.undecided):,} undecided,"
        f" {number(len(results.faults), 'fault', 'faults')}"
        f" in {number(len(results.samples), 'sample', 'samples')}"
        f" and {number(len(results.claims), 'claim', 'claims')}"
    )


def _found(results: Results) -> str:
    if results.against is None:
        return number(len(results.errata), "erratum", "errata")
    found = f"{number(len(failing(results)), 'new erratum', 'new errata')}, {len(results.against.known):,} known"
    entries = stale(results)
    return f"{found}, {number(len(entries), 'stale entry', 'stale entries')} of the baseline" if entries else found


def joined(items: Sequence[str]) -> str:
    """ "a, b and c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def containment(results: Results) -> str:
    """How the samples were held, for a person; "" when none was run."""
    kind, _, why = results.containment.partition(" ")
    if kind == "namespaces":
        return "Samples ran in namespaces of their own: no network but their broker, no files but their own."
    if kind == "limits":
        return f"Samples ran under limits and an audit hook only {why}: this machine gives them no namespaces."
    return ""
