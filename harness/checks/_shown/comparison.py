"""One step's shown output against what the reader's terminal showed."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from harness.checks._shown import texts, values
from harness.checks._shown.ledger import VALUE, Difference, Hole, Situation
from harness.checks._shown.nodes import Bare, Node, Scalar
from harness.checks._shown.unify import Unifier
from harness.checks._shown.values import Unreadable

_SHORTENED = re.compile(r"\[\.\.\. \d+ (?:characters|bytes) left out \.\.\.\]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """What was compared, and what came of it."""

    differences: tuple[Difference, ...]
    holes: tuple[Hole, ...]
    real: str  # what it was compared with
    nodes: tuple[Node, ...]  # the same, read as values; empty when it cannot be
    corrected: tuple[Node, ...]  # what should be shown, a node a value; empty when it cannot be told
    as_text: bool = False  # not read as values

    @property
    def agrees(self) -> bool:
        """Whether nothing differs."""
        return not self.differences

    @property
    def certain(self) -> tuple[Difference, ...]:
        """Differences that no reader can escape."""
        return tuple(item for item in self.differences if not item.unsure)


def compare(shown: str, output: str, value: str | None, situation: Situation) -> Comparison | None:
    """Compare; None when nothing is claimed (the shown text is a comment, or only dots).

    `output` is all that the step printed, `value` the display of its last expression's value (None where that is None).
    """
    if not claims(shown):
        return None
    printed = output.strip("\n")
    candidates = dict.fromkeys([printed] if printed else [])
    if value is not None or not printed:
        candidates[value if value is not None else "None"] = None
    found = [_one(shown, real, situation) for real in candidates]
    return min(found, key=lambda item: (bool(item.differences), item.as_text, len(item.certain), len(item.differences)))


def claims(shown: str) -> bool:
    """Whether the text shows anything: comments, and dots alone, do not."""
    lines = (line.strip() for line in shown.split("\n"))
    return any(line and not line.startswith("#") and not re.fullmatch(r"\.{2,}|…|\[\.{3}\]", line) for line in lines)


def _one(shown: str, real: str, situation: Situation) -> Comparison:
    if _SHORTENED.search(real):
        return _as_text(shown, real, "the real output is too long to be compared", situation)
    try:
        left = _read(shown)
    except Unreadable:
        both = _lines(shown, real)
        if both is None:
            return _as_text(shown, real, "what is shown cannot be read as a value", situation)
        left, right = both
    else:
        try:
            right = values.read_all(real)
        except Unreadable:
            return _as_text(shown, real, "what is printed cannot be read as a value", situation)
    if len(left) != len(right):
        return _as_text(shown, real, "what is shown has more or fewer values than are printed", situation)
    unifier = Unifier(situation=situation)
    corrected = tuple(unifier.unify(a, b) for a, b in zip(left, right, strict=True))
    return Comparison(
        differences=tuple(unifier.differences), holes=tuple(unifier.holes), real=real, nodes=right, corrected=corrected
    )


def _read(shown: str) -> tuple[Node, ...]:
    """What the page shows, a closing bracket too many at its end left out.  Raises Unreadable."""
    try:
        return values.read_all(shown)
    except Unreadable:
        text = shown.rstrip()
        if text[-1:] in tuple(")]}"):
            return values.read_all(text[:-1])
        raise


def _lines(shown: str, real: str) -> tuple[tuple[Node, ...], tuple[Node, ...]] | None:
    """Both as values with lines of text between them; None where they are not such, or not as many."""
    try:
        left, right = values.read_lines(shown), values.read_lines(real)
    except Unreadable:
        return None
    same = len(left) == len(right) and all(
        isinstance(a, Bare) == isinstance(b, Bare) for a, b in zip(left, right, strict=True)
    )
    return (left, right) if same else None


def _as_text(shown: str, real: str, why: str, situation: Situation) -> Comparison:
    left, right = texts.skeleton(shown), texts.skeleton(real)
    forms = left is not None and right is not None
    if texts.alike(shown, real) or (forms and left == right):
        hole = Hole(path="", kind="compared as text", shown=shown)
        return Comparison(differences=(), holes=(hole,), real=real, nodes=(), corrected=(), as_text=True)
    whole = Scalar(value=shown, start=0, end=len(shown))
    other = Scalar(value=real, start=0, end=len(real))
    what = ""
    if left is not None and right is not None:
        what, why = f"shows lines of the forms {_told(left)}, but they are {_told(right)}", situation.unsure
    difference = Difference(
        rule=VALUE, path="", shown=whole, real=other, corrected=other, what=what, unsure=why, anyway=False
    )
    return Comparison(differences=(difference,), holes=(), real=real, nodes=(), corrected=(), as_text=True)


def _told(lines: Counter[str]) -> str:
    """Forms of lines, and how many there are of each."""
    return ", ".join(f"{count} × {line.replace(chr(0), '')}" for line, count in sorted(lines.items()))
