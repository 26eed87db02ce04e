"""Stage 5: findings of all checks, releases and brokers become errata, one a mistake.

    findings ─ cascade ─▶ those that stand for themselves ─ grouping ─▶ one group a mistake
             ─ sweep ─▶ its other places ─ interval ─▶ where it fails and where it holds ─▶ Erratum

A group holds the findings of one rule and subject; those about one name that is proven not to exist are one group
whatever the rule, because whoever mends the name mends them all.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from harness import wire
from harness.compare import cascade, interval, places, sweep
from harness.compare.places import Sources
from harness.labels import SEVERITIES, erratum_order, newest_first, newest_place
from harness.model import Blame, Docs, Erratum, Finding, Outcome, Page, Target

__all__ = ["errata", "faults"]

Key = tuple[str, str]


def errata(
    findings: Iterable[Finding],
    *,
    docs: Sequence[Docs],
    targets: Sequence[Target],
    labels: Sequence[str],
    pages: Mapping[str, Sequence[Page]],
    outcomes: Sequence[Outcome] = (),
) -> tuple[Erratum, ...]:
    """The errata that the findings tell of, worst first; those with blame "undecided" are for a person to look at.

    `pages` are those of each docs version; `labels` are the targets' with their services.  With `outcomes`, the
    verdicts of the same run, a release on which a sample was not decided does not count as one on which it holds,
    and what rests on a sample that did not hold is undecided.  Findings blamed on the harness or the environment are
    none of the docs' mistakes: see `faults`.
    """
    ordered = sorted(findings, key=_order)
    standing = cascade.independent(cascade.settled(_about_docs(ordered), outcomes))
    sources = Sources(docs)
    checked = interval.checked(docs, targets, labels, ordered)
    groups = _groups(standing)
    strength = interval.strength(outcomes)
    paths = places.Paths(finding.place for finding in standing if finding.blame != "undecided")
    made = [
        _erratum(group, sources=sources, pages=pages, paths=paths, checked=checked, strength=strength)
        for group in groups
    ]
    return tuple(sorted(made, key=erratum_order))


def faults(findings: Iterable[Finding]) -> tuple[Mapping[str, Any], ...]:
    """What kept the harness from an answer: findings that it blames on itself or on the environment."""
    found = [
        {
            "docs": finding.docs,
            "target": finding.target,
            "file": finding.place.file,
            "line": finding.place.line,
            "kind": finding.blame,
            "rule": finding.rule,
            "message": finding.message,
        }
        for finding in sorted(findings, key=_order)
        if finding.blame in ("harness", "environment")
    ]
    return tuple(found)


def identity(rule: str, subject: str) -> str:
    """The id of a mistake: the same over runs, releases and moved lines."""
    digest = hashlib.sha256("\n".join((rule, subject)).encode()).hexdigest()
    return f"{rule}-{digest[:8]}"


def _about_docs(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.blame in ("docs", "library", "undecided")]


def _groups(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Findings of one mistake together; the first of each group speaks for it.

    What has the rule and subject of a finding about a missing name is about that name, whether or not it says so.
    """
    named: dict[Key, str] = {}
    for finding in findings:
        if sweep.distinctive(finding.token):
            key = (finding.rule, finding.subject)
            named[key] = min(finding.token, named.get(key, finding.token))
    found: dict[Key, list[Finding]] = {}
    for finding in findings:
        key = (finding.rule, finding.subject)
        found.setdefault(("", named[key]) if key in named else key, []).append(finding)
    return [sorted(group, key=_authority) for group in found.values()]


def _authority(finding: Finding) -> tuple[Any, ...]:
    """Sure before unsure, strong rules before weak, suggestions before none, new releases before old."""
    return (
        finding.blame == "undecided",
        finding.blame != "docs",
        cascade.rank(finding.rule),
        finding.suggestion is None,
        newest_first(finding.docs),
        *_order(finding),
    )


def _erratum(
    group: Sequence[Finding],
    *,
    sources: Sources,
    pages: Mapping[str, Sequence[Page]],
    paths: places.Paths,
    checked: Mapping[str, frozenset[str]],
    strength: interval.Strength,
) -> Erratum:
    lead = group[0]
    sure = [finding for finding in group if finding.blame != "undecided"] or list(group)
    fails = {finding.target for finding in sure}
    open_on = {finding.target for finding in group} - fails
    unknown = interval.unknown(sure, strength)
    holds = [label for label in checked if label not in fails | open_on | unknown]
    found = places.merged(
        [
            *(places.exact(finding.place, finding.token, sources) for finding in sure),
            *(
                place
                for docs, token in _tokens(sure)
                for place in sweep.places(docs, token, pages, sources)
                if not paths.end_in(place)  # told as a part of that path
            ),
        ]
    )
    evidence = dict(lead.evidence)
    newest = newest_place(found)
    evidence.setdefault("source_line", sources.line(newest))
    evidence["lines"] = [sources.line(place) for place in found if place.docs == newest.docs]
    evidence["interval"] = interval.words(fails, holds, checked)
    if brokers := interval.by_broker(fails, holds, checked):
        evidence["by_broker"] = brokers
    if different := _observed(sure):
        evidence["observed_on"] = different
    if open_on:
        evidence["undecided_on"] = interval.ordered(open_on, checked)
    if len(rules := sorted({finding.rule for finding in sure})) > 1:
        evidence["rules"] = rules
    return Erratum(
        id=identity(lead.rule, lead.subject),
        rule=lead.rule,
        severity=min((finding.severity for finding in sure), key=SEVERITIES.index),
        blame=_blame(sure),
        claim=lead.claim,
        observed=lead.observed,
        message=lead.message,
        suggestion=_suggestion(sure),
        places=found,
        fails_on=interval.ordered(fails, checked),
        holds_on=interval.ordered(holds, checked),
        patch=None,
        patch_verified=None,
        reproducer=None,
        evidence=evidence,
    )


def _tokens(group: Iterable[Finding]) -> list[tuple[str, str]]:
    """Docs and the name that is proven not to exist on their target; an undecided finding proves nothing."""
    return sorted(
        {
            (finding.docs, finding.token)
            for finding in group
            if finding.blame != "undecided" and sweep.distinctive(finding.token)
        }
    )


def _blame(group: Sequence[Finding]) -> Blame:
    blames = {finding.blame for finding in group}
    order: tuple[Blame, ...] = ("docs", "library", "undecided")
    return next(blame for blame in order if blame in blames)


def _suggestion(group: Sequence[Finding]) -> str | None:
    """What most findings suggest; of equally many, what the leading one does.

    Where what stands beside one of them is to be rewritten with it, nobody knows what to write.
    """
    if any("more" in finding.evidence for finding in group):
        return None
    if group[0].suggestion is not None:
        return group[0].suggestion
    counts = Counter(finding.suggestion for finding in group if finding.suggestion is not None)
    return min(counts, key=lambda text: (-counts[text], text)) if counts else None


def _observed(group: Sequence[Finding]) -> dict[str, str]:
    """What was observed where, when it was not the same everywhere."""
    observed: dict[str, str] = {}
    for finding in group:
        observed.setdefault(finding.target, finding.observed)
    return dict(sorted(observed.items())) if len(set(observed.values())) > 1 else {}


def _order(finding: Finding) -> tuple[Any, ...]:
    """A total order, so that equal findings give equal errata however they came."""
    place = finding.place
    return (finding.docs, place.file, place.line, place.column, finding.target, finding.rule, wire.dumps(finding))
