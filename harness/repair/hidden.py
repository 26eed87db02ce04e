"""Mistakes that others hid: what is found in samples only once their first mistakes are corrected.

    from django.utils.translation import ugettext_lazy      is gone, and nothing below was ever reached
    url = models.URLField(verify_exists=False)               was never said to be wrong

A finding counts when its words stand in the docs as they are, so that no correction has made them, and when nothing
speaks against the corrections that brought it to light but this.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from harness.model import Finding, Place
from harness.repair.edits import sample_at
from harness.repair.proof import Moved, Told


@dataclass(frozen=True, kw_only=True, slots=True)
class Hidden:
    """A finding about corrected docs, and the same about the docs as they stand."""

    found: Finding
    told: Finding


def hidden(before: Told, after: Told, moved: Moved, lines: Callable[[str], Sequence[str]]) -> Iterator[Hidden]:
    """What was found in corrected samples and not before, with its place in the docs as they stand.

    `lines` gives the lines of a file of these docs.
    """
    samples = {sample.key for sample in after.samples}
    for finding in after.findings:
        if finding.sample not in samples or finding.blame not in ("docs", "library"):
            continue
        if before.knows(finding):
            continue
        place = _place(finding.place, moved, lines(finding.place.file))
        old = None if place is None else sample_at(before.samples, place.file, place.line)
        if place is not None and old is not None:
            evidence = {key: value for key, value in finding.evidence.items() if key != "depends_on"}
            yield Hidden(found=finding, told=replace(finding, place=place, sample=old.key, evidence=evidence))


def _place(place: Place, moved: Moved, lines: Sequence[str]) -> Place | None:
    """Where a place of the corrected docs stands in those that are not; None where its words do not."""
    first, *others = place.text.split("\n")
    for each in moved.before(place, len(lines)):
        words = (
            rf"(?<!\w){re.escape(first)}(?!\w)" if first[:1].isalnum() and first[-1:].isalnum() else re.escape(first)
        )
        found = [match.start() + 1 for match in re.finditer(words, lines[each.line - 1])] if first else [place.column]
        below = _below(replace(each, text=place.text), others, moved, lines)
        if found and below is not None:
            column = min(found, key=lambda column: abs(column - place.column))
            return replace(each, column=column, text="\n".join([first, *below]))
    return None


def _below(place: Place, others: Sequence[str], moved: Moved, lines: Sequence[str]) -> Sequence[str] | None:
    """The other lines of a place as they stood before, corrections of theirs undone; None where they are not those."""
    before = list(lines[place.line : place.line + len(others)])
    if len(before) < len(others):
        return None
    margin = place.column - 1
    # From below, so that the first line that is the same tells the margin.
    for number, now, old in reversed(list(zip(itertools.count(place.line + 1), others, before, strict=False))):
        if now.strip() != old.strip():
            if not moved.is_edited(place.file, number):
                return None
        elif now.strip():
            margin = len(old) - len(now)
    return [line[margin:] if not line[:margin].strip() else line for line in before]


def by_sample(found: Sequence[Hidden]) -> Mapping[str, Sequence[Hidden]]:
    """What was found, by the key of the corrected sample."""
    keys = dict.fromkeys(each.found.sample or "" for each in found)
    return {key: [each for each in found if each.found.sample == key] for key in keys}
