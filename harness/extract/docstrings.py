"""Docstrings of a module, read statically with griffe, as the lines that the parser gets and their true places.

Comments that document attributes are docstrings like others.
"""

from __future__ import annotations

import ast
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import griffe

from harness.extract import sections
from harness.extract.comments import MARK, Comment, Comments
from harness.extract.text import TAB_WIDTH, Spot, Text
from harness.extract.tree import module_of
from harness.model import Problem

_OPENING = re.compile(r"([rRuU]?)(\"\"\"|'''|\"|')")
_ESCAPE = re.compile(r"\\(?:\n|[0-7]{1,3}|x[0-9a-fA-F]{2}|N\{[^}]+\}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)
#: Without any of these a docstring is plain prose: it holds no sample and no claim.
_MARKUP = ("`", "::", ">>>", ".. ")

# What griffe thinks of a docstring's signature is no concern of a reader of samples.
logging.getLogger("griffe").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Docstring:
    """A docstring's part of a module's `DocText`."""

    scope: str  # the dotted name of its object
    first: int  # index of its first line
    count: int


@dataclass(frozen=True, slots=True)
class Told:
    """What a section of the docstring of `scope` says, and where."""

    scope: str
    spot: Spot
    said: sections.Told


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as the parser gets it; its characters stand side by side from `start` on unless `spots` has each."""

    text: str
    start: Spot
    spots: tuple[Spot, ...] = ()


class DocText(Text):
    """The docstrings of a module, one after the other, as the parser gets them."""

    def __init__(self, file: str, raw: Sequence[str]) -> None:
        super().__init__(file, raw)
        self.told: list[Told] = []  # what sections of docstrings say, those without markup included
        self._found: list[_Line] = []

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of all docstrings, with a blank one between any two."""
        if len(self._shown) < len(self._found):
            self._shown = tuple(line.text for line in self._found)
        return self._shown

    _shown: tuple[str, ...] = ()

    def spot(self, index: int, offset: int) -> Spot:
        """Where the character at `offset` of line `index` stands."""
        return _spot(self._found[index], offset)

    def add(self, lines: Sequence[_Line]) -> int:
        """Append a docstring's lines and a blank one; the index of the first."""
        first = len(self._found)
        self._found.extend([*lines, _Line("", lines[-1].start)])
        return first


def _spot(line: _Line, offset: int) -> Spot:
    if offset < len(line.spots):
        return line.spots[offset]
    last, rest = (line.spots[-1], offset - len(line.spots) + 1) if line.spots else (line.start, offset)
    return Spot(last.line, last.column + rest)


def read(path: Path, file: str, raw: Sequence[str]) -> tuple[DocText, list[Docstring], list[Problem]]:
    """The docstrings of a module that hold markup.

    What cannot be read is a Problem: the module when it is not Python, a docstring whose literal is not one string.
    """
    text = DocText(file, raw)
    found: list[Docstring] = []
    problems: list[Problem] = []
    content = "\n".join(raw)
    comments = Comments(raw)
    extensions = griffe.Extensions(comments) if MARK in content else None
    try:
        top = griffe.visit(module_of(file), filepath=path, code=content, extensions=extensions)
    except (SyntaxError, ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None) or 1
        return text, [], [_problem(text, line, 1, f"cannot be read as Python: {error}")]
    # Claims are told in the order of the source.
    standing: list[tuple[int, str, str | Comment]] = [*_walk(top), *_told(comments)]
    for lineno, scope, told in sorted(standing, key=lambda one: one[0]):
        value = told if isinstance(told, str) else "\n".join(line for _, line in told.lines)
        has_markup = any(mark in value for mark in _MARKUP)
        if not (has_markup or sections.MARK.search(value)):
            continue
        try:
            lines = _lines(raw, lineno, told) if isinstance(told, str) else _commented(told)
        except ValueError as error:
            if not has_markup:
                continue
            column = len(raw[lineno - 1]) - len(raw[lineno - 1].lstrip()) + 1
            problems.append(_problem(text, lineno, column, f"docstring of {scope}: {error}"))
            continue
        if has_markup:
            found.append(Docstring(scope, text.add(lines), len(lines)))
        for said in sections.read([line.text for line in lines]):
            text.told.append(Told(scope, _spot(lines[said.index], said.offset), said))
    return text, found, problems


def _problem(text: DocText, line: int, column: int, message: str) -> Problem:
    line = min(line, len(text.raw))
    return Problem(
        file=text.file, line=line, column=column, kind="docstring", message=message, text=text.raw[line - 1].strip()
    )


def _walk(obj: griffe.Object) -> Iterator[tuple[int, str, str]]:
    """Line, scope and value of docstrings of an object and its members; imported names are other modules'."""
    if obj.docstring is not None and obj.docstring.lineno:
        yield obj.docstring.lineno, obj.path, obj.docstring.value
    for member in obj.members.values():
        if isinstance(member, griffe.Object):
            yield from _walk(member)


def _told(comments: Comments) -> Iterator[tuple[int, str, Comment]]:
    for comment in comments.found.values():
        yield comment.lineno, comment.scope, comment


def _commented(comment: Comment) -> list[_Line]:
    """The cleaned lines of a comment."""
    lines = []
    for number, (column, text) in enumerate(comment.lines, comment.lineno):
        spots = [(character, Spot(number, column + offset)) for offset, character in enumerate(text)]
        end = Spot(number, column + len(text))
        lines.append(_expanded(spots, end) if "\t" in text else _Line(text, Spot(number, column)))
    return _cleaned(lines)


def _lines(raw: Sequence[str], lineno: int, value: str) -> list[_Line]:
    """The cleaned lines of the docstring that begins on line `lineno`.

    Raises ValueError when the literal there is not one string that gives `value`.
    """
    cleaned = _cleaned(_literal(raw, lineno))
    if [line.text for line in cleaned] != _unblanked([line.rstrip() for line in value.split("\n")]):
        raise ValueError("its lines cannot be told in the source (not one plain string)")
    return cleaned


def _literal(raw: Sequence[str], lineno: int) -> list[_Line]:
    """The lines of a string literal, decoded."""
    first = raw[lineno - 1]
    opening = _OPENING.match(first, len(first) - len(first.lstrip()))
    if opening is None:
        raise ValueError("it does not begin its line")
    prefix, quotes = opening.groups()
    body = "\n".join([first[opening.end() :], *raw[lineno:]])
    start = Spot(lineno, opening.end() + 1)
    end = body.find(quotes)
    if end >= 0 and "\\" not in body[:end] and "\t" not in body[:end]:
        first_line, *others = body[:end].split("\n")
        return [_Line(first_line, start), *(_Line(line, Spot(lineno + n, 1)) for n, line in enumerate(others, 1))]
    return [_expanded(line, end) for line, end in _decoded(body, quotes, prefix in ("r", "R"), start)]


def _decoded(body: str, quotes: str, is_raw: bool, start: Spot) -> list[tuple[list[tuple[str, Spot]], Spot]]:
    """The lines of a literal's body: each one's characters with their spots, and the spot of its end."""
    line, column = start.line, start.column
    lines: list[tuple[list[tuple[str, Spot]], Spot]] = []
    current: list[tuple[str, Spot]] = []
    position = 0
    while not body.startswith(quotes, position):
        if position >= len(body):
            raise ValueError("it does not end")
        escape = _ESCAPE.match(body, position)
        piece = escape[0] if escape else body[position]
        for character in piece if is_raw or not escape else _decode(piece):
            if character == "\n":
                lines.append((current, Spot(line, column)))
                current = []
            else:
                current.append((character, Spot(line, column)))
        position += len(piece)
        line, column = (line + 1, 1) if piece.endswith("\n") else (line, column + len(piece))
    return [*lines, (current, Spot(line, column))]


def _decode(escape: str) -> str:
    if escape in ("\\\n", '\\"'):
        return escape[1:].strip("\n")
    try:
        return str(ast.literal_eval(f'"{escape}"'))
    except SyntaxError as error:
        raise ValueError(f"{escape!r} is no escape") from error


def _expanded(line: Sequence[tuple[str, Spot]], end: Spot) -> _Line:
    text, spots = "", []
    for character, spot in line:
        width = TAB_WIDTH - len(text) % TAB_WIDTH if character == "\t" else 1
        text += " " * width if character == "\t" else character
        spots.extend([spot] * width)
    return _Line(text, spots[0] if spots else end, (*spots, end))


def _cleaned(lines: Sequence[_Line]) -> list[_Line]:
    """What `inspect.cleandoc` does, with the spots carried along."""
    margins = [len(line.text) - len(line.text.lstrip()) for line in lines[1:] if line.text.strip()]
    first = len(lines[0].text) - len(lines[0].text.lstrip())
    result = [_cut(lines[0], first), *(_cut(line, min(margins, default=0)) for line in lines[1:])]
    kept = [number for number, line in enumerate(result) if line.text]
    return result[kept[0] : kept[-1] + 1] if kept else []


def _unblanked(lines: list[str]) -> list[str]:
    kept = [number for number, line in enumerate(lines) if line]
    return lines[kept[0] : kept[-1] + 1] if kept else []


def _cut(line: _Line, margin: int) -> _Line:
    """The line without its first characters and the blanks at its end."""
    text = line.text[margin:].rstrip()
    if line.spots:
        spots = line.spots[margin : margin + len(text) + 1] or line.spots[-1:]
        return _Line(text, spots[0], spots)
    return _Line(text, Spot(line.start.line, line.start.column + min(margin, len(line.text))))
