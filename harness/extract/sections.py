"""Sections of docstrings that tell of arguments, exceptions and types: `Arguments:`, `Raises:`, `:param x:` …

Arguments:
    timeout (float): How long to wait.  Defaults to ``1.0``.
Raises:
    celery.exceptions.TimeoutError: when that was not long enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

HEADER = re.compile(
    r"(?P<indent>\s*)(?P<name>Args|Arguments|Parameters|Keyword Arg(?:ument)?s|Raises|Returns?|Yields):\s*"
)
#: Without this a docstring has no such sections.
MARK = re.compile(r"(?m)^\s*(?:[A-Z][A-Za-z ]*:\s*$|:\w+ .*:)")
#: What a section is about, by its title; all others tell of arguments.
ABOUT = {"Raises": "raises", "Return": "type", "Returns": "type", "Yields": "type"}
ARGUMENT = re.compile(r"\s*(?P<names>\*{0,2}\w+(?:\s*,\s*\*{0,2}\w+)*)\s*(?:\((?P<type>.*)\))?\s*:(?P<text>(?!:).*)")
TYPED = re.compile(r"\s*(?P<type>[~\w.\[\], @]+):(?!:)")
#: The same as fields: `:param int timeout: …`.
FIELD = re.compile(
    r"\s*:(?P<what>param|parameter|arg|argument|key|keyword|type|raises?|except|exception)"
    r"\s+(?:[\w.\[\], ]*\s)?(?P<name>\*{0,2}[\w.]+)\s*:(?P<text>.*)"
)
RAISES = frozenset({"raise", "raises", "except", "exception"})
NAME = re.compile(r"\*{0,2}\w+")
PATH = re.compile(r"(?<![\w.@])[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")
DOTTED = re.compile(r"~?[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
VALUE = r"""(?P<value>``[^`]+``|`[^`]+`|'[^']*'|"[^"]*"|True|False|None|[-+]?\d+(?:\.\d+)?(?!\s+(?!seconds?\b)\w))"""
DEFAULTS = (
    re.compile(rf"\b[Dd]efaults?(?:\s+values?)?(?:\s+(?:to|is|are)|:)\s*{VALUE}(?=[.,;)]?(?:\s|$)|\.\))"),
    re.compile(rf"{VALUE}\s+\((?:the )?default\)"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """Something that a docstring says: `text` at `offset` of its line `index`."""

    kind: str  # parameter, argument-default, raises, type
    index: int
    offset: int
    text: str
    subject: str
    fields: Mapping[str, str] = field(default_factory=dict)


def read(lines: Sequence[str]) -> Iterator[Told]:
    """What the sections of a docstring say."""
    index = 0
    while index < len(lines):
        if match := HEADER.fullmatch(lines[index]):
            last = _end(lines, index, len(match["indent"]))
            about = ABOUT.get(match["name"], "parameter")
            for first, end in _items(lines, index + 1, last):
                yield from _item(lines, first, end, about)
            index = last
            continue
        if match := FIELD.match(lines[index]):
            kind = "raises" if match["what"] in RAISES else "parameter"
            yield Told(
                kind=kind,
                index=index,
                offset=match.start("name"),
                text=match["name"],
                subject=match["name"].lstrip("*"),
            )
        index += 1


def _end(lines: Sequence[str], header: int, indent: int) -> int:
    """The first line that is not the section's: one that stands no deeper than its title."""
    for index in range(header + 1, len(lines)):
        if lines[index].strip() and _margin(lines[index]) <= indent:
            return index
    return len(lines)


def _items(lines: Sequence[str], first: int, last: int) -> Iterator[tuple[int, int]]:
    """First line and end of each item: what stands deeper than its first line belongs to it."""
    margin: int | None = None
    starts = []
    for index in range(first, last):
        if lines[index].strip():
            margin = _margin(lines[index]) if margin is None else margin
            if _margin(lines[index]) <= margin:
                starts.append(index)
    yield from zip(starts, [*starts[1:], last], strict=True)


def _item(lines: Sequence[str], first: int, end: int, about: str) -> Iterator[Told]:
    line = lines[first]
    if about == "parameter":
        if match := ARGUMENT.fullmatch(line):
            for name in NAME.finditer(line, match.start("names"), match.end("names")):
                subject = name[0].lstrip("*")
                yield Told(kind="parameter", index=first, offset=name.start(), text=name[0], subject=subject)
            if match["type"]:
                yield from _paths(line, first, match.start("type"), match.end("type"))
            if "," not in match["names"]:
                yield from _defaults(lines, first, end, match.start("text"), match["names"].lstrip("*"))
    elif match := TYPED.match(line):
        start, stop = match.span("type")
        if about == "type":
            yield from _paths(line, first, start, stop)
        elif DOTTED.fullmatch(match["type"]):
            skip = match["type"].startswith("~")
            path = match["type"].lstrip("~")
            yield Told(kind="raises", index=first, offset=start + skip, text=path, subject=path)


def _paths(line: str, index: int, start: int, stop: int) -> Iterator[Told]:
    for path in PATH.finditer(line, start, stop):
        yield Told(kind="type", index=index, offset=path.start(), text=path[0], subject=path[0])


def _defaults(lines: Sequence[str], first: int, end: int, start: int, name: str) -> Iterator[Told]:
    """The default that an item's text tells, when it stands on one line or is broken only before the value."""
    text = lines[first][start:]
    joined = " ".join([text, *(line.strip() for line in lines[first + 1 : end])])
    match = next((match for pattern in DEFAULTS if (match := pattern.search(joined))), None)
    if match is None:
        return
    shown = match["value"]
    plain = shown.strip("`")
    for index in range(first, end):
        at = lines[index].find(shown, start if index == first else 0)
        if at >= 0:
            at += len(shown) - len(shown.lstrip("`"))
            fields = {"default": plain}
            yield Told(kind="argument-default", index=index, offset=at, text=plain, subject=name, fields=fields)
            return


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip())
