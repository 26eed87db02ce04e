"""Statements and their verdicts: every sample and claim of a release once, whatever the number of brokers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from harness.interfaces import Results
from harness.model import CheckName, Outcome, Verdict
from harness.reports import _told

#: The verdict that counts where brokers differ, first.
WORST: tuple[Verdict, ...] = ("fails", "undecided", "fault", "holds", "not-checked")
#: Reasons of one type that are named one by one.
NAMED = 6

Sort = Literal["sample", "claim"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """A sample or claim of one release, with its worst verdict."""

    docs: str
    sort: Sort
    outcome: Outcome
    differs: bool  # brokers came to different verdicts

    @property
    def checked(self) -> bool:
        """Whether there is an answer."""
        return self.outcome.verdict in ("holds", "fails", "undecided")


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """How many statements have which verdict."""

    counts: Mapping[Verdict, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())

    @property
    def checked(self) -> int:
        """Those with an answer."""
        return sum(self[verdict] for verdict in ("holds", "fails", "undecided"))

    def __getitem__(self, verdict: Verdict) -> int:
        return self.counts.get(verdict, 0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """Why statements are not checked."""

    name: str
    told: str  # what it means
    samples: int
    claims: int


def statements(results: Results) -> tuple[Statement, ...]:
    """All statements, samples first."""
    return (*_joined(results.samples, "sample"), *_joined(results.claims, "claim"))


def _joined(outcomes: Iterable[Outcome], sort: Sort) -> Iterator[Statement]:
    """Outcomes of one statement on several targets as one.  Several claims of a line are told apart by their order."""
    seen: Counter[tuple[object, ...]] = Counter()
    groups: dict[tuple[object, ...], list[Outcome]] = {}
    for item in outcomes:
        spot = (item.docs, item.file, item.line, item.end_line, item.kind)
        seen[(item.target, *spot)] += 1
        groups.setdefault((*spot, seen[(item.target, *spot)]), []).append(item)
    for group in groups.values():
        worst = min(group, key=lambda item: WORST.index(item.verdict))
        differs = len({item.verdict for item in group}) > 1
        yield Statement(docs=worst.docs, sort=sort, outcome=worst, differs=differs)


def tally(found: Iterable[Statement]) -> Tally:
    """The statements, counted."""
    return Tally(counts=Counter(item.outcome.verdict for item in found))


def checks(found: Sequence[Statement]) -> list[tuple[CheckName, Tally]]:
    """Samples by the strongest check that was made, the strongest first."""
    by_check: dict[CheckName, list[Statement]] = {}
    for item in found:
        if item.sort == "sample":
            by_check.setdefault(item.outcome.check, []).append(item)
    order: tuple[CheckName, ...] = ("compare", "run", "bind", "resolve", "keys", "parse", "none")
    return [(check, tally(by_check[check])) for check in order if check in by_check]


def reasons(found: Iterable[Statement], told: Mapping[str, str]) -> list[Reason]:
    """Why statements are not checked, most first; `told` has the meaning of reasons by their type."""
    samples: Counter[str] = Counter()
    claims: Counter[str] = Counter()
    named: dict[str, Counter[str]] = {}
    for item in found:
        if item.outcome.verdict in ("not-checked", "fault"):
            kind, _, name = item.outcome.reason.partition(":")
            kind = kind.strip() or item.outcome.verdict
            (samples if item.sort == "sample" else claims)[kind] += 1
            named.setdefault(kind, Counter())[name.strip()] += 1
    kinds = sorted(named, key=lambda kind: (-samples[kind] - claims[kind], kind))
    return [
        Reason(name=kind, told=_reason(told.get(kind, ""), named[kind]), samples=samples[kind], claims=claims[kind])
        for kind in kinds
    ]


def _reason(told: str, named: Counter[str]) -> str:
    """The meaning, with what the reasons name."""
    names = sorted((name for name in named if name), key=lambda name: (-named[name], name))
    listed = [f"{name} ({named[name]})" if named[name] > 1 else name for name in names[:NAMED]]
    if len(names) > NAMED:
        listed.append(_told.number(len(names) - NAMED, "other", "others"))
    if "{}" in told:
        return told.format(_told.joined(listed) if listed else "something")
    return ": ".join(filter(None, (told, ", ".join(listed))))
