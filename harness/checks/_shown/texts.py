"""Shown against real as text, for what cannot be read as values: never certain, often enough alike."""

from __future__ import annotations

import re
from collections import Counter

from harness.checks._shown import gaps, volatile

_HOLE = re.compile(r"\x00\w+\x00")


def alike(shown: str, real: str) -> bool:
    """Whether the texts are the same but for what is volatile, white space, and what the page leaves out."""
    return gaps.lines_fit(_lines(shown), _lines(real)) or (_set(shown) == _set(real) != [])


def _set(text: str) -> list[str]:
    """The parts of a set that shows objects of its own kind, in one order; its closing bracket may be missing."""
    inner = text.strip().removeprefix("{")
    if inner == text.strip() or "\n" in inner:
        return []
    inner = inner.removesuffix("}") if inner.count("}") > inner.count("{") else inner
    return sorted(re.split(r",\s+", volatile.masked(inner)[0]))


def skeleton(text: str) -> Counter[str] | None:
    """The lines of a text that has nothing on any line but volatile parts and marks; None for any other.

    What cannot differ from run to run in such a text is how many lines of which form there are.
    """
    lines = _lines(text)
    if not all(_HOLE.search(line) and not re.search(r"[^\W\d]", _HOLE.sub("", line)) for line in lines):
        return None
    return Counter(lines) if lines and not gaps.has(text) else None


def refilled(shown: str, real: str) -> str | None:
    """The real lines with what the page shows in its own lines of the same form; None where it has none, or several.

    Both are texts that have a skeleton: each line has its form.
    """
    own: dict[str, set[str]] = {}
    for form, line in zip(_lines(shown), _raw(shown), strict=False):
        own.setdefault(form, set()).add(line.strip())
    found = []
    for form, line in zip(_lines(real), _raw(real), strict=False):
        if len(own.get(form, ())) != 1:
            return None
        found.append(line[: len(line) - len(line.lstrip())] + next(iter(own[form])))
    return "\n".join(found)


def _raw(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _lines(text: str) -> list[str]:
    masked, _ = volatile.masked(text)
    return [" ".join(line.split()) for line in masked.split("\n") if line.strip()]
