"""Shown against real as text, for what cannot be read as values: never certain, often enough alike."""

from __future__ import annotations

from harness.checks._shown import gaps, volatile


def alike(shown: str, real: str) -> bool:
    """Whether the texts are the same but for what is volatile, white space, and what the page leaves out."""
    return gaps.lines_fit(_lines(shown), _lines(real))


def _lines(text: str) -> list[str]:
    masked, _ = volatile.masked(text)
    return [" ".join(line.split()) for line in masked.split("\n") if line.strip()]
