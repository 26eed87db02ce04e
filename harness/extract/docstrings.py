"""Docstrings of a module, read statically with griffe, as the lines that the parser gets and their true places."""

from __future__ import annotations

import ast
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import griffe

from harness.extract.text import TAB_WIDTH, Spot, Text
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


class DocText(Text):
    """The docstrings of a module, one after the other, as the parser gets them."""

    def __init__(self, file: str, raw: Sequence[str]) -> None:
        super().__init__(file, raw)
        self._lines: list[str] = []
        self._spots: list[list[Spot]] = []

    @property
    def lines(self) -> tuple[str, ...]:  # type: ignore[override]
        """The lines of all docstrings, with a blank one between any two."""
        return tuple(self._lines)

    def spot(self, index: int, offset: int) -> Spot:
        """Where the character at `offset` of line `index` stands."""
        spots = self._spots[index]
        if offset < len(spots):
            return spots[offset]
        last = spots[-1]
        return Spot(last.line, last.column + offset - len(spots) + 1)

    def add(self, lines: Sequence[tuple[str, list[Spot]]]) -> int:
        """Append a docstring's lines and a blank one; the index of the first."""
        first = len(self._lines)
        for line, spots in lines:
            self._lines.append(line)
            self._spots.append(spots)
        self._lines.append("")
        self._spots.append(self._spots[-1][-1:])
        return first


def read(path: Path, file: str, module: str, content: str, raw: Sequence[str]) -> tuple[
    DocText, list[Docstring], list[Problem]
]:
    """The docstrings of a module that hold markup.

    What cannot be read is a Problem: the module when it is not Python, a docstring whose literal is not one string.
    """
    text = DocText(file, raw)
    found: list[Docstring] = []
    problems: list[Problem] = []
    try:
        top = griffe.visit(module, filepath=path, code=content)
    except (SyntaxError, ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None) or 1
        return text, [], [_problem(text, line, 1, f"cannot be read as Python: {error}")]
    for scope, docstring in _walk(top):
        if not any(mark in docstring.value for mark in _MARKUP) or not docstring.lineno:
            continue
        try:
            lines = _lines(raw, docstring.lineno, docstring.value)
        except ValueError as error:
            column = len(raw[docstring.lineno - 1]) - len(raw[docstring.lineno - 1].lstrip()) + 1
            problems.append(_problem(text, docstring.lineno, column, f"docstring of {scope}: {error}"))
            continue
        found.append(Docstring(scope, text.add(lines), len(lines)))
    return text, found, problems


def _problem(text: DocText, line: int, column: int, message: str) -> Problem:
    line = min(line, len(text.raw))
    return Problem(
        file=text.file, line=line, column=column, kind="docstring", message=message, text=text.raw[line - 1].strip()
    )


def _walk(obj: griffe.Object) -> Iterator[tuple[str, griffe.Docstring]]:
    """Docstrings of an object and its members, in the order of the source; imported names are other modules'."""
    if obj.docstring is not None:
        yield obj.path, obj.docstring
    members = [member for member in obj.members.values() if isinstance(member, griffe.Object)]
    for member in sorted(members, key=lambda member: member.lineno or 0):
        yield from _walk(member)


def _lines(raw: Sequence[str], lineno: int, value: str) -> list[tuple[str, list[Spot]]]:
    """The cleaned lines of the docstring that begins on line `lineno`, each with the spots of its characters.

    Raises ValueError when the literal is not one string that gives `value`.
    """
    cleaned = _cleaned(_characters(raw, lineno))
    if [line for line, _ in cleaned] != [line.rstrip() for line in value.split("\n")]:
        raise ValueError("its lines cannot be told in the source (not one plain string)")
    return cleaned


def _characters(raw: Sequence[str], lineno: int) -> list[tuple[str, Spot]]:
    """The characters of a string literal, decoded, each with where it stands."""
    first = raw[lineno - 1]
    start = len(first) - len(first.lstrip())
    opening = _OPENING.match(first, start)
    if opening is None:
        raise ValueError("it does not begin its line")
    prefix, quotes = opening.groups()
    body = "\n".join([first[opening.end() :], *raw[lineno:]])
    line, column = lineno, opening.end() + 1
    characters: list[tuple[str, Spot]] = []
    position = 0
    while not body.startswith(quotes, position):
        if position >= len(body):
            raise ValueError("it does not end")
        escape = _ESCAPE.match(body, position)
        piece = escape[0] if escape else body[position]
        decoded = piece if prefix in ("r", "R") or not escape else _decode(piece)
        characters.extend((character, Spot(line, column)) for character in decoded)
        position += len(piece)
        line, column = (line + 1, 1) if piece.endswith("\n") else (line, column + len(piece))
    return characters


def _decode(escape: str) -> str:
    if escape == "\\\n":
        return ""
    try:
        return str(ast.literal_eval(f'"{escape}"')) if escape != '\\"' else '"'
    except SyntaxError as error:
        raise ValueError(f"{escape!r} is no escape") from error


def _cleaned(characters: Sequence[tuple[str, Spot]]) -> list[tuple[str, list[Spot]]]:
    """What `inspect.cleandoc` does, with the spots carried along; each line has one spot more, for its end."""
    lines: list[list[tuple[str, Spot]]] = [[]]
    ends: list[Spot] = []
    for character, spot in characters:
        if character == "\n":
            ends.append(spot)
            lines.append([])
        else:
            lines[-1].append((character, spot))
    last = characters[-1][1] if characters else Spot(1, 1)
    ends.append(Spot(last.line, last.column + 1))
    expanded = [_expand(line) for line in lines]
    texts = ["".join(character for character, _ in line) for line in expanded]
    margin = min((len(text) - len(text.lstrip()) for text in texts[1:] if text.strip()), default=0)
    result = []
    for number, (text, line) in enumerate(zip(texts, expanded, strict=True)):
        cut = len(text) - len(text.lstrip()) if number == 0 else margin
        kept = text[cut:].rstrip()
        spots = [spot for _, spot in line[cut : cut + len(kept)]]
        end = line[cut + len(kept)][1] if cut + len(kept) < len(line) else ends[number]
        result.append((kept, [*spots, end]))
    while result and not result[-1][0]:
        result.pop()
    while result and not result[0][0]:
        result.pop(0)
    return result


def _expand(line: Sequence[tuple[str, Spot]]) -> list[tuple[str, Spot]]:
    expanded: list[tuple[str, Spot]] = []
    for character, spot in line:
        width = TAB_WIDTH - len(expanded) % TAB_WIDTH if character == "\t" else 1
        expanded.extend([(" " if character == "\t" else character, spot)] * width)
    return expanded
