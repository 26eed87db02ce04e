"""Which entry of a context a sample has: found by heading and opening words, never by where the sample stands.

White space is folded.  Releases reword: an entry whose words open no sample of the page has the sample that is most
like it, where one is, clearly, and nobody else's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from harness.contexts import Context, SampleEntry
from harness.model import Sample, SampleKey

#: How like (difflib's ratio) a sample's opening words and heading are to be to an entry's that are not found as such.
LIKE = 0.85
#: By how much it is to be more like it than the page's other samples.
CLEARLY = 0.05
#: Words that are shorter (characters) say too little to be found by likeness.
ENOUGH = 24


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """A sample's entry, and how like its words are: 1.0 where they are found as they stand."""

    entry: SampleEntry
    page: str  # whose context it is of
    key: str  # in that: "sample[2]"
    likeness: float = 1.0


def match(samples: Sequence[Sample], contexts: Sequence[Context]) -> Mapping[SampleKey, Match]:
    """The entries of a page's samples; the first of the last context that has one goes before the others."""
    found: dict[SampleKey, Match] = {}
    for context in reversed(contexts):
        missed = []
        for number, entry in enumerate(context.samples):
            made = Match(entry=entry, page=context.page, key=f"sample[{number}]")
            own = [sample for sample in samples if _opens(entry, sample) and _is_below(entry, sample)]
            for sample in own:
                found.setdefault(sample.key, made)
            if not own:
                missed.append(made)
        for made in missed:
            free = [sample for sample in samples if sample.key not in found]
            if nearest := _nearest(made.entry, free):
                found[nearest[0].key] = replace(made, likeness=nearest[1])
    return found


def folded(text: str) -> str:
    """The text with its white space folded."""
    return " ".join(text.split())


def _opens(entry: SampleEntry, sample: Sample) -> bool:
    return folded(sample.code).startswith(folded(entry.opens))


def _is_below(entry: SampleEntry, sample: Sample) -> bool:
    return not entry.heading or folded(entry.heading) in map(folded, sample.headings)


def _nearest(entry: SampleEntry, samples: Iterable[Sample]) -> tuple[Sample, float] | None:
    """The sample that is like the entry, when there is one and no other comes near."""
    if len(folded(entry.opens)) < ENOUGH:
        return None
    ranked = sorted(((_likeness(entry, sample), sample) for sample in samples), key=lambda pair: pair[0], reverse=True)
    if not ranked or ranked[0][0] < LIKE or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < CLEARLY):
        return None
    return ranked[0][1], ranked[0][0]


def _likeness(entry: SampleEntry, sample: Sample) -> float:
    """How like a sample is to an entry: the lesser of the likeness of its opening words and of a heading."""
    words = folded(entry.opens)
    opening = _ratio(words, folded(sample.code)[: len(words)])
    if not entry.heading:
        return opening
    return min(opening, max((_ratio(folded(entry.heading), folded(title)) for title in sample.headings), default=0.0))


def _ratio(one: str, other: str) -> float:
    """difflib's ratio; 0.0 for what cannot reach what is asked."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < LIKE or matcher.quick_ratio() < LIKE:
        return 0.0
    return matcher.ratio()
