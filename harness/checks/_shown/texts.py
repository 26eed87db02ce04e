"""Shown against real as text, for what cannot be read as values: never certain, often enough alike."""

from __future__ import annotations

import re

from harness.checks._shown import volatile

#: Characters, and gaps in what is shown, with which texts are compared but for being equal.
LONGEST, GAPS = 20_000, 12

#: A line that says that lines are left out.
_LEFT_OUT = re.compile(r"\s*(\.{2,}|…|\[\.{3}\]|<snip>|\[\.\.\.snip\.\.\.\])\s*")


def alike(shown: str, real: str) -> bool:
    """Whether the texts are the same but for what is volatile, white space, and what the page leaves out."""
    left, right = _lines(shown), _lines(real)
    if left == right:
        return True
    if len(shown) + len(real) > LONGEST or shown.count("...") > GAPS:
        return False
    pattern = r"\n".join(_pattern(line) for line in left)
    # Lines left out may be none: then their own line break is not there either.
    pattern = pattern.replace(r"\n(?:.*\n)*?.*\n", r"\n(?:.*\n)*?")
    return re.fullmatch(pattern, "\n".join(right)) is not None


def _lines(text: str) -> list[str]:
    masked, _ = volatile.masked(text)
    return [" ".join(line.split()) for line in masked.split("\n") if line.strip()]


def _pattern(line: str) -> str:
    if _LEFT_OUT.fullmatch(line):
        return r"(?:.*\n)*?.*"
    return ".*".join(re.escape(part) for part in re.split(r"\.{3}|…", line))
