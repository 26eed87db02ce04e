"""errata.sarif: SARIF 2.1.0, for code scanning and editors.

One erratum is one result, at all its places in the newest docs that have it: whoever corrects it corrects them all.
Releases and brokers are properties of the result.  With a baseline, what is known is a suppressed result.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from harness import __version__, labels, rulebook
from harness.interfaces import Results
from harness.model import Erratum, Place, Severity
from harness.reports import _told
from harness.reports._prepared import prepared
from harness.reports._text import cut, one_line, visible, whole

name: str = "sarif"
filename: str | None = "errata.sarif"

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#: The rule of an entry of the baseline that nothing answers to.
STALE = "stale-entry"
LEVELS: Mapping[Severity, str] = {
    "breaks": "error", "silent": "error", "wrong-value": "warning", "cosmetic": "note",
}  # fmt: skip
#: Characters of a line that is quoted, and of a suggestion.
QUOTED = 500
#: Places of one result that code scanning reads.
PLACES = 100


def render(results: Results, *, width: int | None = None, colour: bool = False) -> str:
    """The log: equal bytes for equal results."""
    results = prepared(results)
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(results)]}
    return whole(json.dumps(log, ensure_ascii=False, indent=2, allow_nan=False)) + "\n"


def _run(results: Results) -> Mapping[str, Any]:
    told: list[tuple[Erratum, str | None]] = [(erratum, None) for erratum in _told.failing(results)]
    if results.against is not None:
        told += [(item.erratum, item.reason) for item in results.against.known]
    stale = _told.stale(results)
    rules = sorted({_rule_id(erratum.rule) for erratum, _ in told} | ({STALE} if stale else set()))
    compared = results.against is not None
    versions = "+".join(visible(item.version) for item in results.docs)
    return {
        "tool": {
            "driver": {
                "name": "celery-doc-harness",
                "semanticVersion": __version__,
                "version": __version__,
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "automationDetails": {"id": f"doc-harness/{cut(one_line(versions), QUOTED)}"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The tree that holds docs/."}}},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": [*_notifications(results)]}],
        "results": [
            *(_result(erratum, reason, rules, compared=compared) for erratum, reason in told),
            *(
                {
                    "ruleId": STALE,
                    "ruleIndex": rules.index(STALE),
                    "level": "error",
                    "message": {"text": visible(one_line(entry.message))},
                    "locations": [_location(entry.file, {"startLine": entry.line})],
                    "partialFingerprints": {"erratum/v1": _digest(STALE, entry.id)},
                }
                for entry in stale
            ),
        ],
    }


def _rule_id(rule: str) -> str:
    return cut(visible(one_line(rule)), QUOTED)


def _rule(rule: str) -> Mapping[str, Any]:
    """The rule with what `doc-harness explain` tells of it."""
    words = rule.replace("-", " ")
    told: dict[str, Any] = {
        "id": rule,
        "name": "".join(part.capitalize() for part in words.split()) or "Rule",
        "shortDescription": {"text": f"{words.capitalize() or rule}."},
    }
    if rule == STALE:
        words = "An entry of the baseline that no erratum answers to any more would hide the mistake if it came back."
        return {**told, "fullDescription": {"text": words}}
    table = rulebook.written().get(rule)
    if table is None:
        return told
    why = " ".join(table["why"].split())
    wrong, says, right = table["wrong"].strip("\n"), table["says"], table["right"].strip("\n")
    correction = f"Proposed is {table['correction']}." if table["correction"] else "A person has to choose the words."
    return {
        **told,
        "fullDescription": {"text": why},
        "help": {
            "text": f"{why}\n\nFound:\n\n{wrong}\n\nCelery: {says}\n\nHolds:\n\n{right}\n\n{correction}",
            "markdown": f"{why}\n\nFound:\n\n{_block(wrong)}\n\nCelery:\n\n{_block(says)}\n\nHolds:\n\n{_block(right)}"
            f"\n\n{correction}",
        },
        "defaultConfiguration": {"level": LEVELS[min(table["severity"], key=labels.SEVERITIES.index)]},
    }


def _block(text: str) -> str:
    return f"````text\n{text}\n````"


def _result(erratum: Erratum, reason: str | None, rules: Sequence[str], *, compared: bool) -> Mapping[str, Any]:
    rule = _rule_id(erratum.rule)
    result: dict[str, Any] = {
        "ruleId": rule,
        "ruleIndex": rules.index(rule),
        "level": LEVELS[erratum.severity],
        "message": {"text": visible(_told.headline(erratum)) or rule},
        "locations": [*_locations(erratum)],
        "partialFingerprints": {"erratum/v1": _digest(erratum.id)},
        "properties": {
            "erratum": visible(erratum.id),
            "severity": erratum.severity,
            "docs": [visible(docs) for docs in dict.fromkeys(place.docs for place in erratum.places)],
            "interval": visible(_told.interval(erratum)),
            "failsOn": [visible(label) for label in erratum.fails_on],
            "holdsOn": [visible(label) for label in erratum.holds_on],
            "places": len(erratum.places),
            "suggestion": None if erratum.suggestion is None else visible(cut(erratum.suggestion, QUOTED)),
            "patchVerified": erratum.patch_verified,
        },
    }
    if compared:
        result["baselineState"] = "new" if reason is None else "unchanged"
        result["suppressions"] = (
            []
            if reason is None
            else [{"kind": "external", "status": "accepted", "justification": visible(one_line(reason))}]
        )
    return result


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()


def _locations(erratum: Erratum) -> Iterator[Mapping[str, Any]]:
    newest = labels.newest_place(erratum.places)
    places = [place for place in erratum.places if place.docs == newest.docs]
    lines: Sequence[str] = erratum.evidence.get("lines", ())
    for place, line in zip(places[:PLACES], lines if len(lines) == len(places) else [""] * len(places), strict=False):
        yield _location(place.file, _region(place, line))


def _region(place: Place, line: str) -> Mapping[str, Any]:
    """Where the wrong words stand; of several lines only where they begin and end."""
    region: dict[str, Any] = {
        "startLine": max(place.line, 1),
        "startColumn": max(place.column, 1),
        "endLine": max(place.line, place.end_line, 1),
    }
    if region["endLine"] == region["startLine"] and place.text and "\n" not in place.text:
        region["endColumn"] = region["startColumn"] + min(len(place.text), 10_000)
    if line.strip():
        region["snippet"] = {"text": visible(cut(line, QUOTED))}
    return region


def _location(file: str, region: Mapping[str, Any]) -> Mapping[str, Any]:
    uri = quote(cut(visible(file), QUOTED).encode("utf-8", "replace"), safe="/")
    return {"physicalLocation": {"artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"}, "region": dict(region)}}


def _notifications(results: Results) -> Iterable[Mapping[str, Any]]:
    """What kept the harness from an answer."""
    for fault in results.faults:
        words = "; ".join(f"{key}: {value}" for key, value in fault.items())
        yield {"level": "warning", "message": {"text": visible(one_line(cut(words, 1_000))) or "a fault"}}
