"""Errata held against those that are known: what is new, what is known, what the baseline has and the docs have not.

A place is known by the words of its line: text that moves within a page or to another page, or that is rewritten around
its mistake, stays known.  An entry is held stale only by a run that could have found it: one that looked at its page,
and of a kind (a broker, or static) that has found it before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from harness.baseline_file import Baseline, Entry, words
from harness.interfaces import Against, Known, Stale
from harness.labels import newest_place, place_order
from harness.model import Erratum, Place

#: The kind of a run without brokers.
STATIC = "static"

#: A file and the words of a line.
Spot = tuple[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What a run has found, and what it could have found."""

    errata: tuple[Erratum, ...]
    sides: frozenset[str]  # the brokers, or static
    files: frozenset[str] = frozenset()  # the only ones that it looked at; empty: all

    def looked_at(self, file: str) -> bool:
        return not self.files or file in self.files


@dataclass(frozen=True, kw_only=True, slots=True)
class _Match:
    """An erratum beside its entry: places of the docs, and what the entry has beyond them."""

    known: list[Place]
    new: list[Place]
    left: Counter[Spot]


def compare(baseline: Baseline, seen: Seen) -> Against:
    """The errata of a run held against the baseline."""
    entries = {entry.id: entry for entry in baseline.entries}
    new, known, stale = [], [], []
    for erratum in seen.errata:
        entry = entries.get(erratum.id)
        if entry is None:
            new.append(erratum)
            continue
        match = _matched(entry, erratum)
        if match.new:
            new.append(_at(erratum, match.new))
        if match.known:
            known.append(Known(erratum=_at(erratum, match.known) if match.new else erratum, reason=entry.reason))
    for entry, left in _left(baseline, seen):
        if left:
            stale.append(Stale(id=entry.id, file=str(baseline.path), line=entry.line, message=_message(entry, left)))
    return Against(file=str(baseline.path), new=tuple(new), known=tuple(known), stale=tuple(stale))


def update(baseline: Baseline, seen: Seen, reason: str | None) -> list[Entry]:
    """The entries as the run has found them; without a reason, errata that are not known stay so."""
    errata = {erratum.id: erratum for erratum in seen.errata}
    gone = {entry.id: left for entry, left in _left(baseline, seen)}
    entries = []
    for entry in baseline.entries:
        kept = _updated(entry, errata.get(entry.id), gone[entry.id], seen, add=reason is not None)
        if kept is not None:
            entries.append(kept)
    there = {entry.id for entry in baseline.entries}
    if reason is not None:
        entries += [_entry(erratum, reason) for erratum in seen.errata if erratum.id not in there]
    return entries


def _updated(entry: Entry, erratum: Erratum | None, gone: Counter[Spot], seen: Seen, *, add: bool) -> Entry | None:
    if erratum is None:
        return _missed(entry, gone, seen) if gone else entry
    match = _matched(entry, erratum)
    found = Counter(_spot(erratum, place) for place in (*match.known, *(match.new if add else ())))
    places = _gathered([*found.elements(), *(match.left - gone).elements()])
    sides = _sides(erratum)
    return replace(entry, places=places, message=_told(erratum), seen=tuple(sorted({*entry.seen, *sides})))


def _missed(entry: Entry, gone: Counter[Spot], seen: Seen) -> Entry | None:
    """What is left of an entry that a run has not found; what another kind of run has found, that one has to miss."""
    others = tuple(side for side in entry.seen if side not in seen.sides)
    rest = _gathered((_all(entry) - gone).elements())
    if rest:
        return entry if others else replace(entry, places=rest)
    return replace(entry, seen=others) if others else None


def _entry(erratum: Erratum, reason: str) -> Entry:
    return Entry(
        id=erratum.id,
        reason=reason,
        message=_told(erratum),
        seen=tuple(sorted(_sides(erratum))),
        places=_gathered(_spot(erratum, place) for place in _newest(erratum)),
    )


def _told(erratum: Erratum) -> str:
    return " ".join(erratum.message.split())[:300]


def _sides(erratum: Erratum) -> set[str]:
    """The brokers on which it was found: what a target's label ends with."""
    return {label.rpartition("-")[2] for label in erratum.fails_on}


def _newest(erratum: Erratum) -> list[Place]:
    """The places in the newest docs that have the mistake, in order."""
    newest = newest_place(erratum.places).docs
    return sorted((place for place in erratum.places if place.docs == newest), key=place_order)


def _spot(erratum: Erratum, place: Place) -> Spot:
    """The place, by its line; by its own words where the run has not kept the line."""
    lines: Sequence[str] = erratum.evidence.get("lines", ())
    places = _newest(erratum)
    line = lines[places.index(place)] if len(lines) == len(places) else place.text
    return place.file, words(line)


def _matched(entry: Entry, erratum: Erratum) -> _Match:
    """Places of the erratum beside those of the entry: those that are the same, have moved, were rewritten."""
    left = _all(entry)
    open_places = _newest(erratum)
    known = []
    alike: tuple[Callable[[Spot, Spot], bool], ...] = (
        lambda spot, other: spot == other,
        lambda spot, other: spot[1] == other[1],
        lambda spot, other: spot[0] == other[0],
    )
    for same in alike:
        for place in list(open_places):
            spot = _spot(erratum, place)
            other = next((item for item in left if left[item] and same(spot, item)), None)
            if other is not None:
                left[other] -= 1
                open_places.remove(place)
                known.append(place)
    return _Match(known=known, new=open_places, left=left)


def _at(erratum: Erratum, places: Collection[Place]) -> Erratum:
    """The erratum, at these places of the newest docs only."""
    newest = _newest(erratum)
    lines: Sequence[str] = erratum.evidence.get("lines", ())
    own = [line for place, line in zip(newest, lines, strict=False) if place in places]
    evidence = {**erratum.evidence, "lines": own, **({"source_line": own[0]} if own else {})}
    return replace(erratum, places=tuple(sorted(places, key=place_order)), evidence=evidence)


def _left(baseline: Baseline, seen: Seen) -> Iterator[tuple[Entry, Counter[Spot]]]:
    """Each entry, with what of it the run has missed and could have found."""
    errata = {erratum.id: erratum for erratum in seen.errata}
    for entry in baseline.entries:
        erratum = errata.get(entry.id)
        left = _matched(entry, erratum).left if erratum is not None else _all(entry)
        judged = not entry.seen or bool(seen.sides.intersection(entry.seen))
        # A live run may find more places of a mistake than a static one.
        if erratum is not None and seen.sides == {STATIC} and set(entry.seen) - seen.sides:
            judged = False
        yield entry, Counter({spot: n for spot, n in left.items() if judged and n and seen.looked_at(spot[0])})


def _all(entry: Entry) -> Counter[Spot]:
    return Counter((file, text) for file, found in entry.places.items() for text in found)


def _message(entry: Entry, left: Counter[Spot]) -> str:
    total = _all(entry).total()
    file, text = next(iter(left))
    where = f"{file}: {text!r}" if left.total() == 1 else f"{left.total()} places, the first in {file}: {text!r}"
    if left.total() == total:
        return f"{entry.id} is not found any more: take it out of the baseline ({where})"
    return f"{entry.id} is not found any more at some of its places: take them out of the baseline ({where})"


def _gathered(spots: Iterable[Spot]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for file, text in spots:
        found.setdefault(file, []).append(text)
    return {file: tuple(sorted(texts)) for file, texts in sorted(found.items())}
