"""What is kept of a page that was read: the page, the files that it depends on, names to be judged with all pages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from harness.model import Claim, Page, Problem, Sample


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
            claims=tuple(Claim(**{**claim, "headings": tuple(claim["headings"])}) for claim in page["claims"]),
            problems=tuple(Problem(**problem) for problem in page["problems"]),
        ),
        inputs=data["inputs"],
        strangers=tuple(Stranger(**stranger) for stranger in data["strangers"]),
    )


def _sample(data: dict[str, Any]) -> Sample:
    return Sample(**{**data, **{name: tuple(data[name]) for name in ("lines", "columns", "headings")}})
