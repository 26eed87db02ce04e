"""Texts that are kept on this machine under all that they depend on, of several programs at once."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from harness.errors import MissingError

DAY = 86_400.0


class Shelf:
    """Texts by name, each under a key that tells what it was made from: another key is another text.

    Of a name the newest `kept` are there, for `days` at most.  Raises MissingError where nothing can be written.
    """

    def __init__(self, path: Path, *, kept: int, days: float) -> None:
        self._path, self._kept, self._days = path, kept, days
        self.folder = path.parent
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._prepare()
        except sqlite3.DatabaseError:  # torn by a full disk or a foreign hand: worth nothing, made anew
            path.unlink(missing_ok=True)
            self._prepare()
        except OSError as error:
            raise MissingError(f"{path.parent}: the cache folder cannot be written ({error.strerror})") from error

    def _prepare(self) -> None:
        with self._open() as database:
            database.execute(
                "CREATE TABLE IF NOT EXISTS text (name TEXT, key TEXT, made REAL, data BLOB, PRIMARY KEY (name, key))"
            )

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with contextlib.closing(sqlite3.connect(self._path, timeout=60)) as database, database:
            yield database

    def load(self, keys: Mapping[str, str]) -> dict[str, str]:
        """The text of each name that there is one for under its key."""
        with self._open() as database:
            rows = database.execute(
                "SELECT text.name, text.data FROM json_each(?) AS wanted"
                " JOIN text ON text.name = wanted.key AND text.key = wanted.value WHERE text.made > ?",
                (json.dumps(dict(keys)), time.time() - self._days * DAY),
            )
            return {name: zlib.decompress(data).decode() for name, data in rows}

    def save(self, records: Iterable[tuple[str, str, str]]) -> None:
        """Keep texts: name, key, text."""
        now = time.time()
        rows = [(name, key, now, zlib.compress(text.encode(), 1)) for name, key, text in records]
        with self._open() as database:
            database.executemany("INSERT OR REPLACE INTO text VALUES (?, ?, ?, ?)", rows)
            database.execute("DELETE FROM text WHERE made <= ?", (now - self._days * DAY,))
            database.execute(
                "DELETE FROM text WHERE rowid IN (SELECT rowid FROM (SELECT rowid, row_number() OVER"
                " (PARTITION BY name ORDER BY rowid DESC) AS age FROM text) WHERE age > ?)",
                (self._kept,),
            )
