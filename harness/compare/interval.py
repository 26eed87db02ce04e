"""On which releases and brokers a mistake stands, and on which it does not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby

from harness.labels import split, version
from harness.model import CHECK_LADDER, Docs, Finding, Outcome, Target

#: A sample's or claim's key → label → how strong a check came to a verdict.
Strength = Mapping[str, Mapping[str, int]]


def checked(
    docs: Sequence[Docs], targets: Sequence[Target], labels: Sequence[str], findings: Iterable[Finding]
) -> dict[str, frozenset[str]]:
    """The docs that were held against each label, labels in the order of their releases.

    Docs and targets in equal number belong together one by one; else docs belong to the Celery of their version, and
    docs of no version (a checkout) to every target.
    """
    pairs: dict[str, set[str]] = {label: set() for label in labels}
    versions = {item.version for item in docs}
    for label in pairs:
        target, _ = split(label, targets)
        if target is None:
            continue
        if len(docs) == len(targets):
            own = {item.version for item, other in zip(docs, targets, strict=True) if other.name == target.name}
        else:
            own = {target.celery} & versions or versions - {other.celery for other in targets}
        pairs[label] |= own
    for finding in findings:
        if finding.target in pairs:
            pairs[finding.target].add(finding.docs)
    found = {label: frozenset(pairs[label]) for label in pairs}
    celery = {label: target.celery for label in found if (target := split(label, targets)[0]) is not None}
    services = {label: split(label, targets)[1] for label in found}
    return {label: found[label] for label in sorted(found, key=lambda item: (
        version(_release(found[item], celery.get(item, ""))), services[item], item
    ))}  # fmt: skip


def ordered(labels: Iterable[str], checked: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Labels in the order of their releases."""
    position = {label: number for number, label in enumerate(checked)}
    return tuple(sorted(set(labels), key=lambda label: (position.get(label, len(position)), label)))


def strength(outcomes: Iterable[Outcome]) -> Strength:
    """Of each sample or claim, by label, how strong a check came to a verdict; -1 when none did."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for item in outcomes:
        decided = item.verdict in ("holds", "fails")
        found[item.key][item.target] = CHECK_LADDER.index(item.check) if decided else -1
    return found


def unknown(findings: Sequence[Finding], strength: Strength) -> frozenset[str]:
    """Labels whose docs have what was found wrong elsewhere, and on which it was not checked as strictly."""
    needed: dict[str, int] = {}
    for finding in findings:
        for key in (finding.sample, finding.claim_key):
            if key and (made := strength.get(key, {}).get(finding.target)) is not None:
                here = max(made, 0)
                needed[key] = min(needed.get(key, here), here)
    return frozenset(label for key, least in needed.items() for label, made in strength[key].items() if made < least)


def words(fails: Collection[str], holds: Collection[str], checked: Mapping[str, frozenset[str]]) -> str:
    """The interval for a person: "5.3.6–5.4.0, not from 5.5.3"; by service where services differ."""
    by_service = _by_service(fails, holds, checked)
    if len(set(by_service.values())) <= 1:
        return next(iter(by_service.values()), "")
    return "; ".join(f"{service}: {text}" for service, text in by_service.items())


def by_broker(fails: Collection[str], holds: Collection[str], checked: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """The interval on each broker when brokers disagree: on one target it fails beside one and holds beside another."""
    wrong, right = ({label.rpartition("-")[0] for label in labels} for labels in (fails, holds))
    return _by_service(fails, holds, checked) if wrong & right else {}


def _by_service(
    fails: Collection[str], holds: Collection[str], checked: Mapping[str, frozenset[str]]
) -> dict[str, str]:
    named = _names({*fails, *holds}, checked)
    return {
        service: _words(
            {named[label] for label in fails if _service(label) == service},
            {named[label] for label in holds if _service(label) == service},
        )
        for service in sorted({_service(label) for label in named})
    }


def _names(labels: Collection[str], checked: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """What labels are called in an interval: the release of their docs where that tells them apart, else the target."""
    releases = {label: _release(checked.get(label, frozenset()), "") for label in labels}
    counts = Counter((_service(label), release) for label, release in releases.items())
    return {
        label: release if release and counts[_service(label), release] == 1 else label.rpartition("-")[0] or label
        for label, release in releases.items()
    }


def _service(label: str) -> str:
    return label.rpartition("-")[2]


def _release(docs: Collection[str], otherwise: str) -> str:
    """The docs' release, when there is one."""
    return next(iter(docs)) if len(docs) == 1 else otherwise


def _words(fails: Collection[str], holds: Collection[str]) -> str:
    if not fails:
        return "nowhere"
    everywhere = sorted({*fails, *holds}, key=lambda text: (version(text), text))
    runs = [(wrong, list(names)) for wrong, names in groupby(everywhere, key=lambda text: text in fails)]
    said = ", ".join(names[0] if len(names) == 1 else f"{names[0]}–{names[-1]}" for wrong, names in runs if wrong)
    if runs[0][0] is False:
        said += f", not up to {runs[0][1][-1]}"
    if len(runs) > 1 and runs[-1][0] is False:
        said += f", not from {runs[-1][1][0]}"
    return said
