"""What became of mutants: found, undecided, told of elsewhere, or missed; or they turned out to be no faults."""

from __future__ import annotations

import string
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from harness.model import Erratum, Outcome, Place
from harness.mutate import Mutant

Fate = Literal["found", "undecided", "misplaced", "missed", "equivalent"]

#: What paths are made of.
PATH = string.ascii_letters + string.digits + "_."
#: An erratum at one of its places, as far as two runs can be compared.
Told = tuple[str, int, int, str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Scored:
    """One mutant: what became of it, by which rule, and whether the correction that is proposed restores the text."""

    mutant: Mutant
    fate: Fate
    rule: str
    restored: bool | None  # None: nothing is proposed
    verdict: str  # what the place was told to be before: a verdict, "" for no check
    reason: str = ""  # why it is no fault
    check: str = "none"  # the strongest that the place was held to before


def told(errata: Iterable[Erratum]) -> set[Told]:
    """Errata with their places."""
    return {told_at(erratum, place) for erratum in errata for place in erratum.places}


def scored(
    mutant: Mutant,
    sure: Sequence[Erratum],
    unsure: Sequence[Erratum],
    before: set[Told],
    verdict: str,
    lines: range,
    original: str,
    equivalent: str = "",
) -> Scored:
    """What became of a mutant among the errata of its round.

    `before` is what was told of the docs as they are, `lines` those of the sample or claim that it is in, `original`
    the line as it was, and `equivalent` says why it is no fault.
    """
    at = _at(sure, mutant, before)
    if equivalent and not at:
        return Scored(mutant=mutant, fate="equivalent", rule="", restored=None, verdict=verdict, reason=equivalent)
    if at:
        return Scored(
            mutant=mutant,
            fate="found",
            rule=at[0][0].rule,
            restored=_restored(mutant, at, original),
            verdict=verdict,
        )
    for erratum, _ in _at(unsure, mutant, before):
        return Scored(mutant=mutant, fate="undecided", rule=erratum.rule, restored=None, verdict=verdict)
    for erratum in sure:
        for place in erratum.places:
            if place.file == mutant.file and place.line in lines and told_at(erratum, place) not in before:
                fate: Fate = "found" if mutant.within else "misplaced"
                return Scored(mutant=mutant, fate=fate, rule=erratum.rule, restored=None, verdict=verdict)
    return Scored(mutant=mutant, fate="missed", rule="", restored=None, verdict=verdict)


def told_at(erratum: Erratum, place: Place) -> Told:
    """An erratum at one of its places."""
    return (place.file, place.line, place.column, place.text, erratum.rule)


def _at(errata: Iterable[Erratum], mutant: Mutant, before: set[Told]) -> list[tuple[Erratum, Place]]:
    """Errata that are new and stand where the mutant does: on its line, and for a name on its words."""
    found = []
    for erratum in errata:
        for place in erratum.places:
            if place.file != mutant.file or not place.line <= mutant.line <= place.end_line:
                continue
            end = place.column + len(place.text.split("\n")[0])
            apart = place.line == mutant.line and not (
                place.column < mutant.column + len(mutant.new) and mutant.column < end
            )
            if told_at(erratum, place) not in before and not (mutant.named and apart):
                found.append((erratum, place))
    return found


def _restored(mutant: Mutant, found: Iterable[tuple[Erratum, Place]], original: str) -> bool | None:
    """Whether a correction that is proposed gives the line as it was; None when there is none."""
    proposed = [(erratum.suggestion, place) for erratum, place in found if erratum.suggestion is not None]
    if not proposed:
        return None
    line = mutant.made(original)
    return any(
        line[:start] + suggestion + line[place.column - 1 + len(place.text) :] == original
        for suggestion, place in proposed
        if place.line == mutant.line
        for start in (place.column - 1, _of_path(line, place.column - 1))
    )


def _of_path(line: str, start: int) -> int:
    """Where the dotted path begins that ends in a name: an erratum at the name may tell the whole path."""
    return len(line[:start].rstrip(PATH))


def verdicts(outcomes: Iterable[Outcome]) -> dict[str, str]:
    """The verdict of each sample and claim that was held to something, by key; what was not checked has none."""
    told = (item for item in outcomes if item.check not in ("none", "parse"))
    return {item.key: item.verdict for item in told if item.verdict not in ("not-checked", "fault")}


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """A line of the table."""

    name: str
    all: int  # faults: those that turned out to be none are left out
    equivalent: int
    found: int
    undecided: int
    misplaced: int
    missed: int
    proposed: int
    restored: int


def counts(scores: Iterable[Scored], by: Callable[[Scored], str]) -> list[Count]:
    """Scores counted by something, in its order."""
    groups: Mapping[str, list[Scored]] = defaultdict(list)
    for score in scores:
        groups[by(score)].append(score)
    return [_count(name, groups[name]) for name in sorted(groups)]


def total(scores: Sequence[Scored]) -> Count:
    """All of them."""
    return _count("all", scores)


def _count(name: str, group: Sequence[Scored]) -> Count:
    fates = Counter(score.fate for score in group)
    proposed = [score for score in group if score.restored is not None and score.mutant.named]
    return Count(
        name=name,
        all=len(group) - fates["equivalent"],
        equivalent=fates["equivalent"],
        found=fates["found"],
        undecided=fates["undecided"],
        misplaced=fates["misplaced"],
        missed=fates["missed"],
        proposed=len(proposed),
        restored=sum(bool(score.restored) for score in proposed),
    )
