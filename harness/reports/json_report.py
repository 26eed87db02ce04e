"""errata.json: everything that was found, for programs.  A public contract."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from harness import wire
from harness.interfaces import Against, Results
from harness.model import Outcome
from harness.reports._prepared import prepared, target_rows
from harness.reports._text import whole

name: str = "json"
filename: str | None = "errata.json"

SCHEMA = 1


def render(results: Results, *, width: int | None = None, colour: bool = False) -> str:
    """The report: keys in the contract's order, no times, equal bytes for equal results."""
    results = prepared(results)
    data = {
        "schema": SCHEMA,
        "docs": [{"version": item.version, "sha256": item.sha256} for item in results.docs],
        "targets": target_rows(results),
        "counts": counts(results),
        "errata": wire.to_json(results.errata),
        "undecided": wire.to_json(results.undecided),
        "faults": wire.to_json(results.faults),
        "undocumented": wire.to_json(results.undocumented),
        "containment": results.containment,
        "pages": list(results.pages),
        "baseline": _baseline(results.against),
    }
    return whole(json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)) + "\n"


def _baseline(found: Against | None) -> Mapping[str, Any] | None:
    """What the baseline says of the errata: all of them stand in "errata"."""
    if found is None:
        return None
    return {
        "file": found.file,
        "new": [{"id": item.id, "places": len(item.places)} for item in found.new],
        "known": [{"id": item.erratum.id, "reason": item.reason} for item in found.known],
        "stale": [wire.to_json(item) for item in found.stale],
    }


def counts(results: Results) -> Mapping[str, Any]:
    """Errata by rule and severity; verdicts of samples and claims by docs and target, and the checks made of them."""
    return {
        "errata": len(results.errata),
        "undecided": len(results.undecided),
        "faults": len(results.faults),
        "rules": _counted(erratum.rule for erratum in results.errata),
        "severities": _counted(erratum.severity for erratum in results.errata),
        "samples": _verdicts(results.samples),
        "claims": _verdicts(results.claims),
    }


def _verdicts(outcomes: Iterable[Outcome]) -> list[dict[str, Any]]:
    groups: dict[tuple[str, str], list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault((outcome.docs, outcome.target), []).append(outcome)
    return [
        {
            "docs": docs,
            "target": target,
            "total": len(group),
            "verdicts": _counted(outcome.verdict for outcome in group),
            "checks": _counted(outcome.check for outcome in group),
        }
        for (docs, target), group in groups.items()
    ]


def _counted(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))
