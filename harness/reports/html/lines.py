"""Lines of the docs as they stand, with the wrong words marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from harness.model import Place

#: Lines around the first place of an erratum, and around each of the others; places that are quoted.
AROUND, NARROW, QUOTED = 3, 0, 20
#: Characters of a line.
WIDTH = 400


class Sources(Protocol):
    """Where lines of docs come from."""

    def lines(self, docs: str, file: str) -> Sequence[str]:
        """The lines of `file`, a path relative to the release tree; none when it cannot be read."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A part of a line."""

    text: str
    marked: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line of the docs; number 0 stands for lines that are left out."""

    number: int
    pieces: tuple[Piece, ...]

    @property
    def marked(self) -> bool:
        """Whether a part of it is wrong."""
        return any(piece.marked for piece in self.pieces)


GAP = Line(number=0, pieces=())


def pieces(text: str, spans: Iterable[tuple[int, int]]) -> tuple[Piece, ...]:
    """The text cut at the spans: offsets from which and up to which something is wrong."""
    found: list[Piece] = []
    position = 0
    for begin, end in sorted(spans):
        start = max(begin, position)
        if end <= start:
            continue
        if start > position:
            found.append(Piece(text=text[position:start]))
        found.append(Piece(text=text[start:end], marked=True))
        position = end
    if position < len(text):
        found.append(Piece(text=text[position:]))
    return tuple(found)


def span(place: Place, number: int, text: str) -> tuple[int, int] | None:
    """Which part of line `number` is the place's; None for a line that is none of its lines.

    Where the place's words do not stand as they are told (they were folded), the line from its column on.
    """
    if not place.line <= number <= max(place.line, place.end_line):
        return None
    words = place.text.split("\n")
    told = words[number - place.line].strip() if number - place.line < len(words) else ""
    begin = place.column - 1 if number == place.line else len(text) - len(text.lstrip())
    at = text.find(told, begin) if told else -1
    if at >= 0 and (number != place.line or at == begin):
        return at, at + len(told)
    return min(begin, len(text)), len(text.rstrip())


def excerpt(places: Sequence[Place], lines: Sequence[str]) -> tuple[Line, ...]:
    """Lines of one file with the places in them: the first place with lines around it, of many the first ones."""
    wanted: set[int] = set()
    shown = places[:QUOTED]
    for place in shown:
        around = AROUND if place is places[0] else NARROW
        wanted.update(range(max(1, place.line - around), min(len(lines), max(place.line, place.end_line) + around) + 1))
    found: list[Line] = []
    for number in sorted(wanted):
        if found and number != found[-1].number + 1:
            found.append(GAP)
        text = lines[number - 1][:WIDTH]
        spans = [at for place in shown if (at := span(place, number, text)) is not None]
        found.append(Line(number=number, pieces=pieces(text, spans)))
    return tuple(found)
