"""The record of a change to the docs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Edit:
    """Another text for some words of a file: `old` is what stands at line and column (1-based), exactly."""

    file: str
    line: int
    column: int
    old: str
    new: str

    @property
    def end_line(self) -> int:
        """The last line that it touches."""
        return self.line + self.old.count("\n")
