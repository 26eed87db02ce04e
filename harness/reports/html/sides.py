"""What the docs say and what Celery does, side by side."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.reports._text import cut, cut_lines
from harness.reports.html.lines import Piece, pieces

#: Lines and characters of either side.
LINES, CHARACTERS = 80, 6_000
#: How alike two lines, or two texts, are to be for their differences to tell something.
ALIKE = 0.5
_WORDS = re.compile(r"\w+|\s+|.", re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A line of either side; None where one of them has nothing."""

    same: bool
    left: tuple[Piece, ...] | None
    right: tuple[Piece, ...] | None


def rows(documented: str, observed: str) -> tuple[Row, ...]:
    """The two texts line by line, equal lines beside each other, what differs in alike lines marked."""
    left, right = (cut_lines(cut(text.strip("\n"), CHARACTERS), LINES).split("\n") for text in (documented, observed))
    found: list[Row] = []
    for tag, start, end, begin, stop in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            found += (Row(same=True, left=_plain(line), right=_plain(line)) for line in left[start:end])
        else:
            found += _changed(left[start:end], right[begin:stop])
    return tuple(found)


def _changed(left: Sequence[str], right: Sequence[str]) -> Iterator[Row]:
    for number in range(max(len(left), len(right))):
        old = left[number] if number < len(left) else None
        new = right[number] if number < len(right) else None
        if old is not None and new is not None:
            yield _pair(old, new)
        else:
            yield Row(
                same=False,
                left=None if old is None else _plain(old),
                right=None if new is None else _plain(new),
            )


def _pair(old: str, new: str) -> Row:
    """Two lines, what differs marked where most is the same."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < ALIKE:
        return Row(same=False, left=_plain(old), right=_plain(new))
    changes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    return Row(
        same=False,
        left=pieces(old, [_span(before, start, end) for _, start, end, _, _ in changes]),
        right=pieces(new, [_span(after, start, end) for _, _, _, start, end in changes]),
    )


def _span(words: Sequence[str], start: int, end: int) -> tuple[int, int]:
    """Offsets of some of the words."""
    at = len("".join(words[:start]))
    return at, at + len("".join(words[start:end]))


def _plain(text: str) -> tuple[Piece, ...]:
    return (Piece(text=text),)
