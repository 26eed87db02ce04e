"""Errata and findings made by hand."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from harness.model import Erratum, Finding, Place, Sample
from tests.conftest import make_sample

FILE = "docs/userguide/page.rst"


def place_of(text: str, wrong: str, *, docs: str = "5.7.0", file: str = FILE, nth: int = 0) -> Place:
    """Where some words stand in a file's text."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(wrong, start + 1)
    line = text[:start].count("\n") + 1
    column = start - text.rfind("\n", 0, start)
    return Place(docs=docs, file=file, line=line, column=column, end_line=line + wrong.count("\n"), text=wrong)


def finding_of(place: Place, suggestion: str | None, **changes: Any) -> Finding:
    blank = Finding(
        rule="unknown-name", blame="docs", severity="breaks", docs=place.docs, target="celery57-redis",
        subject="name:it", place=place, claim=place.text, observed="it is not there", message="it is not there",
        suggestion=suggestion, token="", sample=None, claim_key=None, evidence={},
    )  # fmt: skip
    return dataclasses.replace(blank, **changes)


def erratum_of(*findings: Finding, places: Sequence[Place] = (), **changes: Any) -> Erratum:
    lead = findings[0]
    blank = Erratum(
        id=f"{lead.rule}-00000000", rule=lead.rule, severity=lead.severity, blame=lead.blame, claim=lead.claim,
        observed=lead.observed, message=lead.message, suggestion=lead.suggestion,
        places=tuple(places) or tuple(finding.place for finding in findings), fails_on=(lead.target,), holds_on=(),
        patch=None, patch_verified=None, reproducer=None, evidence=dict(lead.evidence),
    )  # fmt: skip
    return dataclasses.replace(blank, **changes)


def sample_of(text: str, code: str, language: str = "python", **changes: Any) -> Sample:
    """The sample of some code that stands, indented by four, in a file's text."""
    indented = "\n".join(("    " + line).rstrip() for line in code.split("\n"))
    first = text[: text.index(indented)].count("\n") + 1
    lines = range(first, first + code.count("\n") + 1)
    columns = [5 if line else 1 for line in code.split("\n")]
    given = {"file": FILE, "lines": tuple(lines), "columns": tuple(columns)}
    return make_sample(code, language, **{**given, **changes})
