"""Results as every report shows them: in one order, without secrets and machine paths, nothing endless.

Equal results give equal reports, however they were ordered.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from harness import labels
from harness.interfaces import Against, Known, Results
from harness.model import Erratum, Outcome
from harness.reports._text import cut, masked, tamed, whole

#: Characters of a message, and of any other text.
MESSAGE, TEXT = 1_000, 20_000


#: Fields that reports are made of; how long it has taken is known after them.
TOLD = tuple(each.name for each in fields(Results) if each.name != "seconds")
#: The results that were prepared last, and what became of them: all reports of a run ask for the same.
_last: list[tuple[Results, Results]] = []


def prepared(results: Results) -> Results:
    """The results, sorted and masked."""
    for given, made in _last:
        if all(getattr(given, name) is getattr(results, name) for name in TOLD):
            return replace(made, seconds=results.seconds)
    made = _made(results)
    _last[:] = [(results, made)]
    return made


def _made(results: Results) -> Results:
    return Results(
        docs=tuple(sorted(results.docs, key=lambda item: (labels.version(item.version), item.version, item.sha256))),
        targets=tuple(sorted(results.targets, key=lambda item: (labels.version(item.celery), item.name))),
        labels=tuple(sorted(set(results.labels), key=lambda label: _label_order(results, label))),
        errata=_errata(results, results.errata),
        undecided=_errata(results, results.undecided),
        faults=tuple(sorted((_fault(fault) for fault in results.faults), key=_fault_order)),
        samples=_outcomes(results.samples),
        claims=_outcomes(results.claims),
        undocumented=tuple(sorted(results.undocumented, key=lambda item: sorted(item.items()))),
        seconds=results.seconds,
        containment=results.containment,
        pages=tuple(sorted(results.pages)),
        against=None if results.against is None else _against(results, results.against),
    )


def _against(results: Results, found: Against) -> Against:
    known = [Known(erratum=_erratum(results, item.erratum), reason=item.reason) for item in found.known]
    return Against(
        file=masked(found.file),
        new=_errata(results, found.new),
        known=tuple(sorted(known, key=lambda item: labels.erratum_order(item.erratum))),
        stale=tuple(
            replace(item, file=masked(item.file), message=cut(whole(item.message), MESSAGE))
            for item in sorted(found.stale, key=lambda item: (item.line, item.id))
        ),
    )


def target_rows(results: Results) -> list[dict[str, str]]:
    """What each label stands for, in order."""
    rows = []
    for label in results.labels:
        target, service = labels.split(label, results.targets)
        if target is not None:
            rows.append(
                {
                    "name": label,
                    "celery": target.celery,
                    "kombu": target.kombu,
                    "python": target.python,
                    "broker": masked(service),
                }
            )
    return rows


def _label_order(results: Results, label: str) -> tuple[Any, ...]:
    target, service = labels.split(label, results.targets)
    return labels.version(target.celery if target is not None else ""), service, label


def _errata(results: Results, errata: Iterable[Erratum]) -> tuple[Erratum, ...]:
    return tuple(sorted((_erratum(results, erratum) for erratum in errata), key=labels.erratum_order))


def _erratum(results: Results, erratum: Erratum) -> Erratum:
    docs = _docs_text(erratum)
    return replace(
        erratum,
        claim=cut(whole(erratum.claim), TEXT),
        observed=tamed(whole(erratum.observed), docs, TEXT),
        message=tamed(whole(erratum.message), docs, MESSAGE),
        suggestion=None if erratum.suggestion is None else tamed(whole(erratum.suggestion), docs, TEXT),
        places=tuple(
            replace(place, text=cut(whole(place.text), TEXT))
            for place in sorted(set(erratum.places), key=labels.place_order)
        ),
        fails_on=_ordered(results, erratum.fails_on),
        holds_on=_ordered(results, erratum.holds_on),
        patch=None if erratum.patch is None else whole(erratum.patch),
        reproducer=None if erratum.reproducer is None else masked(whole(erratum.reproducer), erratum.reproducer),
        evidence=plain(erratum.evidence, docs),
    )


def _docs_text(erratum: Erratum) -> str:
    """What the docs themselves say, as far as the erratum has it: none of it is a secret."""
    known = [erratum.claim, *(place.text for place in erratum.places)]
    known += [str(erratum.evidence.get(key, "")) for key in ("source", "source_line", "shown")]
    known += map(str, erratum.evidence.get("lines", ()))
    return "\n".join(text[:TEXT] for text in known)


def _ordered(results: Results, found: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(found), key=lambda label: _label_order(results, label)))


def _outcomes(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    return tuple(
        sorted(
            map(_outcome, outcomes),
            key=lambda item: (
                labels.version(item.docs), item.docs, item.target, item.file, item.line, item.end_line, item.kind,
                item.key, item.check, item.verdict, item.reason, item.seconds,
            ),
        )
    )  # fmt: skip


def _outcome(item: Outcome) -> Outcome:
    reason, seconds = item.reason and _reason(item.reason), round(item.seconds, 3)
    return item if (reason, seconds) == (item.reason, item.seconds) else replace(item, reason=reason, seconds=seconds)


@functools.lru_cache(maxsize=4096)  # there are thousands of outcomes, and few reasons
def _reason(text: str) -> str:
    return tamed(whole(text), "", MESSAGE)


def _fault(fault: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = plain(fault, "")
    return found


def _fault_order(fault: Mapping[str, Any]) -> str:
    return json.dumps(fault, sort_keys=True, ensure_ascii=False)


def plain(value: Any, docs: str) -> Any:
    """Evidence as what JSON knows: keys sorted, texts masked and cut."""
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        return value if value - value == 0 else str(value)  # JSON has no infinities
    if isinstance(value, Mapping):
        found = {tamed(whole(str(key)), docs, MESSAGE): plain(item, docs) for key, item in value.items()}
        return dict(sorted(found.items()))
    if isinstance(value, (list, tuple)):
        return [plain(item, docs) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted((plain(item, docs) for item in value), key=lambda item: json.dumps(item, sort_keys=True))
    return tamed(whole(str(value)), docs, TEXT)
