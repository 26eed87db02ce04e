"""Texts in which the page leaves something out: three dots stand for anything.

Pieces between gaps are looked for from left to right, the first and the last at their ends: since a gap takes anything,
the leftmost fit is as good as every other, and no text takes longer than its length allows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_GAP = re.compile(r"\.{3,}|…")
#: A line that says that lines are left out.
_LINE = re.compile(r"\s*(?:\.{2,}|…|\[\.{3}\]|<snip>)\s*")


def has(text: str) -> bool:
    """Whether something is left out of the text."""
    return bool(_GAP.search(text))


def fits(shown: str, real: str) -> bool:
    """Whether `real` is `shown` with its gaps filled."""
    pieces = _GAP.split(shown)
    if len(pieces) == 1:
        return shown == real
    first, *middle, last = pieces
    if len(first) + len(last) > len(real) or not real.startswith(first) or not real.endswith(last):
        return False
    position, end = len(first), len(real) - len(last)
    for piece in middle:
        found = real.find(piece, position, end)
        if found < 0:
            return False
        position = found + len(piece)
    return True


def lines_fit(shown: Sequence[str], real: Sequence[str]) -> bool:
    """Whether the real lines are the shown ones, those left out filled in."""
    blocks: list[list[str]] = [[]]
    for line in shown:
        if _LINE.fullmatch(line):
            blocks.append([])
        else:
            blocks[-1].append(line)
    if len(blocks) == 1:
        return len(shown) == len(real) and _at(blocks[0], real, 0)
    first, *middle, last = blocks
    position, end = len(first), len(real) - len(last)
    if position > end or not _at(first, real, 0) or not _at(last, real, end):
        return False
    for block in middle:
        found = next((at for at in range(position, end - len(block) + 1) if _at(block, real, at)), None)
        if found is None:
            return False
        position = found + len(block)
    return True


def _at(block: Sequence[str], real: Sequence[str], position: int) -> bool:
    """Whether the lines of a block are those at a position."""
    return all(fits(line, real[position + number]) for number, line in enumerate(block))
