"""What is kept of a page that was read: the page, the files that it depends on, names to be judged with all pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from harness.model import Page


@dataclass(frozen=True, kw_only=True, slots=True)
class Stranger:
    """A use of a directive or role that Sphinx does not know."""

    what: str  # "directive" or "role"
    name: str
    file: str
    line: int
    column: int
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """One page as it was read."""

    page: Page
    inputs: Mapping[str, str]  # every file that was read or looked for: digest of its content, "" when it is not there
    strangers: tuple[Stranger, ...]
