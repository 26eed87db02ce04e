"""What is kept of a page that was read: the page, the files that it depends on, names to be judged with all pages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from harness.model import Claim, Page, Problem, Sample

Kept = TypeVar("Kept")


@dataclass(frozen=True, kw_only=True, slots=True)
class Stranger:
    """A use of a directive or role that Sphinx does not know."""

    what: str  # "directive" or "role"
    name: str
    file: str
    line: int
    column: int
    text: str
    near: str  # a name of Sphinx's that may be meant, "" for none


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """One page as it was read."""

    page: Page
    inputs: Mapping[str, str]  # every file that was read or looked for: digest of its content, "" when it is not there
    strangers: tuple[Stranger, ...]


def decode(line: str) -> Record:
    """The record that `wire.dumps` made a line of.

    Does what `wire.from_json` does without its checks: the line is this program's own, kept under the digest of the
    code that wrote it, and there are 15,000 records in a release.
    """
    data = json.loads(line)
    page = data["page"]
    return Record(
        page=Page(
            name=page["name"],
            file=page["file"],
            title=page["title"],
            samples=tuple(_sample(sample) for sample in page["samples"]),
            claims=tuple(_claim(claim) for claim in page["claims"]),
            problems=tuple(Problem(**problem) for problem in page["problems"]),
        ),
        inputs=data["inputs"],
        strangers=tuple(Stranger(**stranger) for stranger in data["strangers"]),
    )


def _sample(data: dict[str, Any]) -> Sample:
    lists = {name: tuple(data[name]) for name in ("lines", "columns")}
    return Sample(**{**_shared(data), **lists, "headings": _headings(data)})


def _claim(data: dict[str, Any]) -> Claim:
    return Claim(**{**_shared(data), "headings": _headings(data), "fields": _shared(data["fields"])})


def _headings(data: dict[str, Any]) -> tuple[str, ...]:
    return _once(tuple(map(_once, data["headings"])))


def _shared(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _once(value) if type(value) is str else value for name, value in data.items()}


#: Texts and headings that some record has: pages repeat themselves, and releases one another, thirty times over.
_SEEN: dict[Any, Any] = {}


def _once(value: Kept) -> Kept:
    """The first value that was equal: one of them is kept in memory."""
    return cast(Kept, _SEEN.setdefault(value, value))
