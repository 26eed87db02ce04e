"""Errata a topic each: what a maintainer pastes into one issue, and mends in one pull request."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from harness import labels
from harness.interfaces import Results
from harness.model import Erratum
from harness.reports import _told
from harness.reports._prepared import prepared
from harness.reports.markdown import code, fenced, quoted, text

#: Lines and characters of a script or a correction, which is of no use in part.
LINES, CHARACTERS = 1_000, 40_000
#: Characters of a sheet: what the body of an issue can hold, with a margin.
SHEET = 60_000
#: Errata of a rule that somebody would look through in one pull request.
MANY = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """One kind of mistake: the errata of a rule, or of a page where a rule has many."""

    name: str  # fit for the name of a file
    errata: tuple[Erratum, ...]
    sheets: tuple[str, ...]  # more than one where one issue cannot hold them all


def topics(results: Results) -> tuple[Topic, ...]:
    """The errata by rule, or by page where a rule has too many for one pull request, the worst first.

    Their sheets are GitHub-flavoured Markdown.
    """
    results = prepared(results)
    rules = Counter(erratum.rule for erratum in results.errata)
    groups: dict[tuple[str, str], list[Erratum]] = {}
    for erratum in results.errata:
        file = labels.newest_place(erratum.places).file if rules[erratum.rule] > MANY else ""
        groups.setdefault((erratum.rule, file), []).append(erratum)
    return tuple(
        Topic(name=name, errata=tuple(errata), sheets=tuple(_sheets(*group, errata, results)))
        for (group, errata), name in zip(groups.items(), _names(groups), strict=True)
    )


def _names(groups: Iterable[tuple[str, str]]) -> list[str]:
    """Names of files, each once."""
    found: list[str] = []
    for rule, file in groups:
        page = file.removeprefix("docs/").rpartition(".")[0] or file
        name = re.sub(r"[^\w-]+", "-", f"{rule}-{page}", flags=re.ASCII).strip("-") or "errata"
        found.append(name if name not in found else f"{name}-{len(found)}")
    return found


def _sheets(rule: str, file: str, errata: Sequence[Erratum], results: Results) -> Iterator[str]:
    """Sheets as long as an issue can be; an erratum is never cut in two."""
    parts: list[list[str]] = [[]]
    room = SHEET
    for erratum in errata:
        told = "\n".join(_entry(erratum, results))
        if parts[-1] and len(told) > room:
            parts.append([])
            room = SHEET
        parts[-1].append(told)
        room -= len(told)
    for number, part in enumerate(parts, 1):
        yield "\n".join([*_head(rule, file, errata, results, number, len(parts)), *part]) + "\n"


def _head(rule: str, file: str, errata: Sequence[Erratum], results: Results, number: int, parts: int) -> Iterator[str]:
    files = {place.file for erratum in errata for place in erratum.places}
    versions = _told.joined([item.version for item in results.docs] or ["?"])
    where = f" in {code(file)}" if file else ""
    yield f"# Documentation: {text(rule.replace('-', ' '))}{where}" + (f" ({number} of {parts})" if parts > 1 else "")
    yield ""
    yield (
        f"{_told.number(len(errata), 'mistake', 'mistakes')} of this kind in"
        f" {_told.number(len(files), 'file', 'files')}, found in the documentation of Celery {text(versions)}. Each was"
        " held against the release itself. A script ends with 1 while the docs are wrong, and with 0 once they are"
        " right."
    )
    yield ""


def _entry(erratum: Erratum, results: Results) -> Iterator[str]:
    """What is wrong, where, what happens on each release, what to write, how to see it."""
    yield f"## {text(_told.headline(erratum))}"
    yield ""
    for group in _told.spots(erratum.places):
        yield f"- {text(group.docs)}: {code(group.file)} at {', '.join(group.spots)}"
    yield ""
    yield from quoted("The docs say:", erratum.claim)
    for names, observed in _by_observation(erratum, results):
        yield from quoted(f"Celery {text(names)}:", observed)
    if erratum.holds_on:
        yield f"It is right on {text(_celeries(erratum.holds_on, results))}."
        yield ""
    if erratum.patch:
        checked = "checked on every release concerned" if erratum.patch_verified else "not checked"
        yield f"Correction ({checked}):"
        yield ""
        yield from fenced(erratum.patch, "diff", lines=LINES, characters=CHARACTERS)
    elif erratum.suggestion is not None:
        yield from quoted("Instead:", erratum.suggestion)
    if erratum.reproducer:
        yield "<details><summary>A script that shows it</summary>"
        yield ""
        yield from fenced(erratum.reproducer, "python", lines=LINES, characters=CHARACTERS)
        yield "</details>"
        yield ""


def _by_observation(erratum: Erratum, results: Results) -> Iterator[tuple[str, str]]:
    """What was observed, with the releases on which it was."""
    different = erratum.evidence.get("observed_on")
    observed: Mapping[str, object] = different if isinstance(different, Mapping) else {}
    groups: dict[str, list[str]] = {}
    for label in erratum.fails_on:
        groups.setdefault(str(observed.get(label, erratum.observed)), []).append(label)
    for said, names in groups.items():
        yield _celeries(names, results), said


def _celeries(names: Iterable[str], results: Results) -> str:
    """Releases for labels, with their brokers where there are several: "5.4.0 and 5.7.0", "5.7.0 on rabbitmq"."""
    several = len({labels.split(label, results.targets)[1] for label in results.labels}) > 1
    found: dict[str, None] = {}
    for label in names:
        target, service = labels.split(label, results.targets)
        if target is None:
            found[label] = None
        else:
            found[f"{target.celery} on {service}" if several else target.celery] = None
    return _told.joined(list(found))
