"""Lists of names with what is said of each, as the source of the docs has them.

* ``port``

    The port that the server is listening to.  Defaults to ``5984``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

#: The first line of an item: a name, in quotes or not, and nothing else but the beginning of what is said of it.
ITEM = re.compile(r"(?P<margin>\s*)[*-]\s+(?P<quotes>`{0,2})(?P<name>[A-Za-z]\w*)(?P=quotes)\s*(?:$|:\s|--?\s)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """An item: its name, its first line (an index), and the lines of the file that are its own."""

    name: str
    first: int
    lines: tuple[str, ...]


def around(lines: Sequence[str], index: int) -> Item | None:
    """The item that a line stands in."""
    if not 0 <= index < len(lines):
        return None
    least = _margin(lines[index])
    for first in range(index, -1, -1):
        line = lines[first]
        if not line.strip():
            continue
        match = ITEM.match(line)
        margin = _margin(line)
        if match and (first == index or margin < least):
            return Item(name=match["name"], first=first, lines=tuple(lines[first : _end(lines, first, margin)]))
        if margin == 0 and (first != index or not match):
            return None
        least = min(least, margin)
    return None


def _end(lines: Sequence[str], first: int, margin: int) -> int:
    """The first line behind an item."""
    for index in range(first + 1, len(lines)):
        if lines[index].strip() and _margin(lines[index]) <= margin:
            return index
    return len(lines)


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip())
