"""Pages that were read before, by what they were read from."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

import harness
from harness.shelf import Shelf

#: How many readings of one page are kept: releases that are checked in turn, and a few edits.
_KEPT = 24
_DAYS = 180
_LIBRARIES = ("sphinx", "docutils", "griffe")


def shelf(folder: Path) -> Shelf:
    """Records as lines of JSON, by page and by the digest of what they depend on first: the page's own file."""
    return Shelf(folder / "pages.sqlite", kept=_KEPT, days=_DAYS)


def environment() -> str:
    """A digest of all that decides how a page is read, the page apart: this project's code and its libraries."""
    code = Path(__file__).parent
    parts = [harness.__version__, *(f"{name} {version(name)}" for name in _LIBRARIES)]
    for path in sorted([*code.glob("*.py"), code.parent / "model.py", code.parent / "wire.py"]):
        parts.append(hashlib.sha256(path.read_bytes()).hexdigest())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def key(environment: str, file: str, digest: str) -> str:
    """What a record is kept under."""
    return hashlib.sha256(f"{environment}\n{file}\n{digest}".encode()).hexdigest()
