"""samples.jsonl: the verdict on every sample, on every target.  A public contract."""

from __future__ import annotations

from harness.interfaces import Results
from harness.reports._outcomes import lines
from harness.reports._prepared import prepared

name: str = "samples"
filename: str | None = "samples.jsonl"


def render(results: Results, *, width: int | None = None, colour: bool = False) -> str:
    """A line of JSON a sample and target."""
    return lines(prepared(results).samples, "language")
