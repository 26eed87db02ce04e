"""claims.jsonl: the verdict on every claim outside samples, on every target.  A public contract."""

from __future__ import annotations

from harness.interfaces import Results
from harness.reports._outcomes import lines
from harness.reports._prepared import prepared

name: str = "claims"
filename: str | None = "claims.jsonl"


def render(results: Results, *, width: int | None = None, colour: bool = False) -> str:
    """A line of JSON a claim and target."""
    return lines(prepared(results).claims, "kind")
