"""JSON Lines of verdicts: one a sample or claim and target."""

from __future__ import annotations

import json
from collections.abc import Iterable

from harness.model import Outcome
from harness.reports._text import whole


def lines(outcomes: Iterable[Outcome], kind: str) -> str:
    """A line each, in the contract's order of keys; `kind` is what the outcome's kind is called there."""
    return whole(
        "".join(
            json.dumps(
                {
                    "docs": item.docs,
                    "target": item.target,
                    "file": item.file,
                    "line": item.line,
                    "end_line": item.end_line,
                    kind: item.kind,
                    "check": item.check,
                    "verdict": item.verdict,
                    "reason": item.reason,
                    "seconds": item.seconds,
                },
                ensure_ascii=False,
            )
            + "\n"
            for item in outcomes
        )
    )
