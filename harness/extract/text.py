"""The lines of a file as the parser sees them, and where each of their characters really stands.

The parser does not see a file as it is: tabs are expanded, trailing blanks cut, a docstring's escapes decoded and its
margin removed.  A `Text` holds the lines that the parser sees and leads each character back to the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

TAB_WIDTH = 8
#: What `str.splitlines` breaks a line at and an editor does not: made blanks, so that line numbers stay true.
_NOT_NEWLINES = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file: line and column, 1-based."""

    line: int
    column: int


class Text:
    """A file's lines as the parser sees them; `index` is 0-based and counts these, `offset` a line's characters."""

    def __init__(self, file: str, raw: Sequence[str]) -> None:
        self.file = file
        self.raw = tuple(raw)  # the lines as they stand in the file

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines that the parser sees."""
        return tuple(shown(line) for line in self.raw)

    def spot(self, index: int, offset: int) -> Spot:
        """Where the character at `offset` of line `index` stands; an offset past the end of a line is allowed."""
        raw = self.raw[index]
        if "\t" not in raw[:offset]:
            return Spot(index + 1, offset + 1)
        width = 0
        for column, character in enumerate(raw):
            width += TAB_WIDTH - width % TAB_WIDTH if character == "\t" else 1
            if width > offset:
                return Spot(index + 1, column + 1)
        return Spot(index + 1, len(raw) + 1)


def split(content: str) -> list[str]:
    """The lines of a file's content, counted as an editor counts them."""
    return content.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def shown(line: str) -> str:
    """A line of a file as the parser sees it: tabs expanded, no blanks at its end."""
    return _NOT_NEWLINES.sub(" ", line).expandtabs(TAB_WIDTH).rstrip()


def outward(hint: int, size: int, reach: int) -> Iterator[int]:
    """The numbers of range(size) that are at most `reach` from `hint`, nearest first."""
    for distance in range(max(reach, 0) + 1):
        if 0 <= hint + distance < size:
            yield hint + distance
        if distance and 0 <= hint - distance < size:
            yield hint - distance


def find_block(text: Text, code: Sequence[str], hint: int) -> list[tuple[int, int]] | None:
    """Index and offset of each line of a block of code that the parser saw near line `hint`, or None.

    A block stands alone on its lines; only its first line may follow a directive's name, and a grid table's borders
    stand on both sides of what its cells hold.
    """
    lines = text.lines
    hint = min(max(hint, 0), len(lines))
    for reach in (0, _NEAR, len(lines)):
        for fits in (_alone, _after_name, _in_cell):
            for start in outward(hint, len(lines) - len(code) + 1, reach):
                if found := fits(lines, code, start):
                    return found
    return None


_NEAR = 12  # lines by which a parser's line number may be off


def _alone(lines: Sequence[str], code: Sequence[str], start: int) -> list[tuple[int, int]] | None:
    indent = None
    for number, line in enumerate(code):
        whole = lines[start + number]
        if not line:
            if whole:
                return None
            continue
        margin = len(whole) - len(line)
        if margin < 0 or not whole.endswith(line) or whole[:margin].strip():
            return None
        indent = margin if indent is None else indent
        if margin != indent:
            return None
    return None if indent is None else _parts(lines, code, start, indent)


def _after_name(lines: Sequence[str], code: Sequence[str], start: int) -> list[tuple[int, int]] | None:
    offset = len(lines[start]) - len(code[0])
    if not code[0] or offset < 0 or not lines[start].endswith(code[0]):
        return None
    rest = _alone(lines, code[1:], start + 1) if any(code[1:]) else _parts(lines, code[1:], start + 1, 0)
    return None if rest is None else [(start, offset), *rest]


def _in_cell(lines: Sequence[str], code: Sequence[str], start: int) -> list[tuple[int, int]] | None:
    first = next((number for number, line in enumerate(code) if line), None)
    if first is None:
        return None
    indent = lines[start + first].find(code[first])
    if indent < 0 or any(not lines[start + n].startswith(line, indent) for n, line in enumerate(code) if line):
        return None
    return _parts(lines, code, start, indent)


def _parts(lines: Sequence[str], code: Sequence[str], start: int, indent: int) -> list[tuple[int, int]]:
    # A blank line begins at the margin of the code, or where it ends before that.
    return [
        (start + number, indent if line else min(indent, len(lines[start + number])))
        for number, line in enumerate(code)
    ]


class Span:
    """Text that the parser read from consecutive lines (a paragraph, a title): leads its characters to the file."""

    def __init__(self, text: Text, content: str, parts: Sequence[tuple[int, int]]) -> None:
        self.text = text
        self.content = content
        self._parts = parts  # index and offset of each of the content's lines

    def spot(self, position: int) -> Spot:
        """Where character `position` of the content stands."""
        before = self.content.count("\n", 0, position)
        start = self.content.rfind("\n", 0, position) + 1
        index, offset = self._parts[before]
        return self.text.spot(index, offset + position - start)


def find_span(text: Text, content: str, hint: int, *, reach: int = 400, nth: int = 0) -> Span | None:
    """The span of `content`, which the parser read near line `hint`, or None when it does not stand there.

    A line can hold the same words more than once, in the cells of a table: `nth` of them, from the left, is meant.
    """
    wanted = [line.rstrip() for line in content.split("\n")]
    for start in outward(hint, len(text.lines) - len(wanted) + 1, reach):
        parts = []
        for number, line in enumerate(wanted):
            offsets = _offsets(text.lines[start + number], line)
            if not offsets:
                break
            parts.append((start + number, offsets[nth % len(offsets)]))
        else:
            return Span(text, content, parts)
    return None


def _offsets(whole: str, line: str) -> list[int]:
    """Where `line` stands in the whole line: between blanks or a table's borders, or else anywhere."""
    found = []
    offset = whole.find(line)
    while offset >= 0:
        found.append(offset)
        offset = whole.find(line, offset + 1) if line else -1
    bounded = [at for at in found if _is_bound(whole[at - 1 : at]) and _is_bound(whole[at + len(line) :][:1])]
    return bounded or found


def _is_bound(character: str) -> bool:
    return character in ("", " ", "|")
