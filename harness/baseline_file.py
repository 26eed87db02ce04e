"""The file of known errata: TOML that people review, edit and merge, an entry a block.

    [[known]]
    id = "unknown-name-891edf3a"
    reason = "Corrected on main, waits for 5.8."
    message = "celery.app.control.Control has no revoke_by_stamped_header"
    seen = ["redis", "static"]
    [known.places]
    "docs/userguide/workers.rst" = [
        ".. control:: revoke_by_stamped_header",
    ]

No line numbers and no releases stand in it: a place is a file and the words of its line.  `message` is for the reader;
`seen` are the kinds of runs (a broker, or static) that find it, and so can tell that it is gone.  What a person has
written around the entries stays when the file is written again.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.errors import MissingError, UsageError

HEAD = """\
# Known errata of the docs: `doc-harness check --baseline` fails on all others, and on entries that have had their day.
# `doc-harness baseline` adds and takes out; a reason is yours to write, and each entry needs one.
"""
KEYS = ("id", "reason", "message", "seen", "places")
#: Characters of a line that tell it from others.
WORDS = 200

_HEADER = re.compile(r"^\s*\[\[\s*known\s*\]\]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A known erratum."""

    id: str
    reason: str
    message: str
    seen: tuple[str, ...]
    places: Mapping[str, tuple[str, ...]] = field(hash=False)  # file → the words of a line a place, in order
    line: int = field(default=0, compare=False)  # of the entry in the file; 0: not from a file


@dataclass(frozen=True, kw_only=True, slots=True)
class Baseline:
    """The known errata, and the text that they were read from."""

    path: Path
    entries: tuple[Entry, ...] = ()
    head: str = HEAD  # what stands above the first entry
    blocks: Mapping[str, str] = field(default_factory=dict, hash=False)  # id → the text of the entry


def words(line: str) -> str:
    """A line of the docs as it stands in an entry: margins and white space do not count."""
    return " ".join(line.split())[:WORDS]


# -- reading ------------------------------------------------------------------------------------------


def read(path: Path) -> Baseline:
    """The baseline in a file.  Raises MissingError when there is none, else UsageError with line and key."""
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except FileNotFoundError:
        raise MissingError(f"there is no {path}: doc-harness baseline {path} makes it") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: not TOML: {error}") from None
    head, blocks = _blocks(text)
    tables = data.pop("known", [])
    if data:
        raise UsageError(
            f"{path}:{_line_of(text, next(iter(data)))}: unknown key {next(iter(data))} (known: [[known]])"
        )
    if not isinstance(tables, list) or len(tables) != len(blocks):
        raise UsageError(f"{path}: expected a block that begins with [[known]] for each erratum")
    entries, number = [], head.count("\n") + 1
    for position, (table, block) in enumerate(zip(tables, blocks, strict=True)):
        above = next(index for index, line in enumerate(block.splitlines()) if _HEADER.match(line))
        entries.append(_Reader(path, position, block, number).entry(table, number + above))
        number += block.count("\n")
    _unique(path, entries)
    texts = {entry.id: block.strip("\n") for entry, block in zip(entries, blocks, strict=True)}
    return Baseline(path=path, entries=tuple(entries), head=head, blocks=texts)


def _blocks(text: str) -> tuple[str, list[str]]:
    """What stands above the entries, and the text of each: comments right above an entry are its own."""
    lines = text.splitlines(keepends=True)
    starts = []
    for index, line in enumerate(lines):
        if _HEADER.match(line):
            start = index
            while start and lines[start - 1].startswith("#"):
                start -= 1
            starts.append(start)
    if not starts:
        return text, []
    ends = [*starts[1:], len(lines)]
    return "".join(lines[: starts[0]]), ["".join(lines[a:b]) for a, b in zip(starts, ends, strict=True)]


def _line_of(text: str, key: str) -> int:
    """The line at which a key stands, or the first."""
    wanted = re.compile(rf"^\s*\[*\s*(?:known\s*\.\s*)?[\"']?{re.escape(key)}[\"']?\s*[]=.]")
    return next((number for number, line in enumerate(text.splitlines(), 1) if wanted.match(line)), 1)


def _unique(path: Path, entries: Iterable[Entry]) -> None:
    lines: dict[str, int] = {}
    for entry in entries:
        if entry.id in lines:
            raise UsageError(f"{path}:{entry.line}: {entry.id} stands at line {lines[entry.id]} already")
        lines[entry.id] = entry.line


class _Reader:
    """Reads one entry; what is wrong is told with the line of the key."""

    def __init__(self, path: Path, position: int, block: str, first: int) -> None:
        self.path, self.position, self.block, self.first = path, position, block, first

    def entry(self, table: Mapping[str, Any], line: int) -> Entry:
        for key in table:
            if key not in KEYS:
                raise self.error(key, f"unknown key (known: {', '.join(KEYS)})")
        reason = self.text(table, "reason")
        if not reason.strip():
            raise self.error("reason", "is empty; say why the erratum stays")
        places = table.get("places", {})
        if not isinstance(places, dict) or not places:
            raise self.error("places", 'expected a table: "docs/page.rst" = ["the line in question"]')
        return Entry(
            id=self.text(table, "id"),
            reason=reason,
            message=self.text(table, "message", ""),
            seen=tuple(self.texts(table, "seen")) if "seen" in table else (),
            places={file: tuple(map(words, self.texts(places, file))) for file in places},
            line=line,
        )

    def text(self, table: Mapping[str, Any], key: str, default: str | None = None) -> str:
        value = table.get(key, default)
        if value is None:
            raise self.error(key, "is missing")
        if not isinstance(value, str):
            raise self.error(key, f"expected a string, got {value!r}")
        return value

    def texts(self, table: Mapping[str, Any], key: str) -> list[str]:
        value = table[key]
        if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
            raise self.error(key, f"expected a list of strings, got {value!r}")
        return value

    def error(self, key: str, message: str) -> UsageError:
        line = self.first + _line_of(self.block, key) - 1
        return UsageError(f"{self.path}:{line}: known[{self.position}].{key}: {message}")


# -- writing ------------------------------------------------------------------------------------------


def render(baseline: Baseline, entries: Iterable[Entry]) -> str:
    """The file with these entries, sorted; those that are as they were read keep their text, others the
    comments above them."""
    read_as = {entry.id: entry for entry in baseline.entries}
    texts = []
    for entry in sorted(entries, key=lambda item: item.id):
        block = baseline.blocks.get(entry.id, "")
        above = [line for line in block[: block.find("[")].splitlines() if line.startswith("#")]
        texts.append(block if read_as.get(entry.id) == entry else "\n".join([*above, *_lines(entry)]))
    return "\n\n".join([part for part in (baseline.head.rstrip("\n"), *texts) if part]) + "\n"


def _lines(entry: Entry) -> Iterator[str]:
    yield "[[known]]"
    yield f"id = {quoted(entry.id)}"
    yield f"reason = {quoted(entry.reason)}"
    if entry.message:
        yield f"message = {quoted(entry.message)}"
    if entry.seen:
        yield f"seen = [{', '.join(map(quoted, entry.seen))}]"
    yield "[known.places]"
    for file, found in sorted(entry.places.items()):
        yield from _list(file, found)


def _list(file: str, found: Sequence[str]) -> Iterator[str]:
    yield f"{quoted(file)} = ["
    for text in found:
        yield f"    {quoted(text)},"
    yield "]"


def quoted(text: str) -> str:
    """A TOML string: as it stands where that can be, else with the escapes of JSON, and one more."""
    if text.isprintable() and "'" not in text and ("\\" in text or '"' in text):
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
