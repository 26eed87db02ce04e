"""Pages that were read before, by what they were read from."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

import harness
from harness.errors import MissingError

#: How many readings of one page are kept: releases that are checked in turn, and a few edits.
_KEPT = 24
_LIBRARIES = ("sphinx", "docutils", "griffe")


class Cache:
    """Records as lines of JSON, by page and by the digest of what they depend on first: the page's own file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path = folder / "pages.sqlite"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._prepare()
        except sqlite3.DatabaseError:  # torn by a full disk or a foreign hand: worth nothing, made anew
            self._path.unlink(missing_ok=True)
            self._prepare()
        except OSError as error:
            raise MissingError(f"{folder}: the cache folder cannot be written ({error.strerror})") from error

    def _prepare(self) -> None:
        with self._open() as database:
            database.execute(
                "CREATE TABLE IF NOT EXISTS page (name TEXT, key TEXT, record TEXT, PRIMARY KEY (name, key))"
            )

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with contextlib.closing(sqlite3.connect(self._path, timeout=60)) as database, database:
            yield database

    def load(self, keys: dict[str, str]) -> dict[str, str]:
        """The record of each page that there is one for under its key."""
        with self._open() as database:
            rows = database.execute(
                "SELECT name, key, record FROM page WHERE key IN (SELECT value FROM json_each(?))",
                (_json_array(keys.values()),),
            )
            return {name: record for name, key, record in rows if keys.get(name) == key}

    def save(self, records: Iterable[tuple[str, str, str]]) -> None:
        """Keep records: name, key, line of JSON."""
        with self._open() as database:
            database.executemany("INSERT OR REPLACE INTO page VALUES (?, ?, ?)", records)
            database.execute(
                "DELETE FROM page WHERE rowid IN (SELECT rowid FROM (SELECT rowid, row_number() OVER"
                " (PARTITION BY name ORDER BY rowid DESC) AS age FROM page) WHERE age > ?)",
                (_KEPT,),
            )


def _json_array(keys: Iterable[str]) -> str:
    return "[" + ",".join(f'"{key}"' for key in keys) + "]"


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
