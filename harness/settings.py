"""`[tool.doc-harness]` of the nearest pyproject.toml: what `doc-harness check` does when the command line does not say.

    [tool.doc-harness]
    docs = "."                          # this checkout; a VERSION on the command line takes its place
    celery = "."                        # what its docs are held against
    baseline = "docs/known-errata.toml"
    broker = ["redis", "rabbitmq"]

Keys are the long options of `check`, and `runners` for -n.  Paths are relative to the file.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.errors import UsageError

FILE, TABLE = "pyproject.toml", "tool.doc-harness"
#: What each key takes.
PATHS = ("docs", "out", "baseline")
TEXTS = ("celery", "format")
LISTS = ("broker", "service", "page")
FLAGS = ("static", "repair")
NUMBERS = ("runners",)
KEYS = (*PATHS, *TEXTS, *LISTS, *FLAGS, *NUMBERS)
#: What is said of the checkout that `docs` names, and of no release.
OF_CHECKOUT = ("docs", "celery", "page", "out", "baseline")


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """What a project has set: key → value, in the type of its option."""

    path: Path | None = None
    values: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def of_releases(self) -> Settings:
        """What of it holds when releases are checked, and not the project's own docs."""
        if "docs" not in self.values:
            return self
        kept = {key: value for key, value in self.values.items() if key not in OF_CHECKOUT}
        return Settings(path=self.path, values=kept)


def load(directory: Path, formats: Collection[str]) -> Settings:
    """The settings for a directory: of the first pyproject.toml in it or above it.  Raises UsageError."""
    directory = directory.absolute()
    for folder in (directory, *directory.parents):
        if (folder / FILE).is_file():
            return _read(folder / FILE, formats)
    return Settings()


def _read(path: Path, formats: Collection[str]) -> Settings:
    try:
        text = path.read_text(encoding="utf-8")
        data: Any = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: not TOML: {error}") from None
    for name in TABLE.split("."):
        data = data.get(name, {}) if isinstance(data, dict) else data
    if not isinstance(data, dict):
        raise UsageError(f"{path}: {TABLE}: expected a table")
    values = {key: _value(path, text, key, value) for key, value in data.items()}
    if values.get("format", "terminal") not in formats:
        raise _error(path, text, "format", f"unknown {values['format']!r} (known: {', '.join(formats)})")
    if "docs" in values and not Path(values["docs"]).is_dir():
        raise _error(path, text, "docs", f"{values['docs']} is not a directory")
    return Settings(path=path, values=values)


def _error(path: Path, text: str, key: str, message: str) -> UsageError:
    return UsageError(f"{path}:{_line_of(text, key)}: {TABLE}.{key}: {message}")


def _value(path: Path, text: str, key: str, value: Any) -> Any:
    if key not in KEYS:
        raise _error(path, text, key, f"unknown key (known: {', '.join(KEYS)})")
    if key in FLAGS:
        if not isinstance(value, bool):
            raise _error(path, text, key, f"expected true or false, got {value!r}")
        return value
    if key in NUMBERS:
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise _error(path, text, key, f"expected a number from 1 up, got {value!r}")
        return value
    if key in LISTS:
        found = [value] if isinstance(value, str) else value
        if not isinstance(found, list) or not all(isinstance(item, str) and item for item in found):
            raise _error(path, text, key, f"expected a string or a list of strings, got {value!r}")
        return tuple(found)
    if not isinstance(value, str) or not value:
        raise _error(path, text, key, f"expected a string, got {value!r}")
    if key in PATHS or (key == "celery" and _is_path(value, path.parent)):
        return str((path.parent / Path(value).expanduser()).resolve())
    return value


def _is_path(value: str, folder: Path) -> bool:
    """Whether a requirement is a path: as on the command line, seen from the file."""
    return "://" not in value and (os.sep in value or (folder / Path(value).expanduser()).exists())


def _line_of(text: str, key: str) -> int:
    """The line of a key of the table, or of the table."""
    lines = text.splitlines()
    header = re.compile(rf"^\s*\[\s*{re.escape(TABLE)}\s*\]")
    start = next((number for number, line in enumerate(lines) if header.match(line)), 0)
    wanted = re.compile(rf"^\s*[\"']?{re.escape(key)}[\"']?\s*=")
    return next((n for n, line in enumerate(lines[start:], start + 1) if wanted.match(line)), start + 1)
