"""What the report shows on demand only, packed: equal lines once, then compressed.

A text is kept as runs of lines in a table: `[first, count, first, count, …]`.  Releases of one page, and scripts of one
kind, have most lines in common.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterable
from typing import Any


class Lines:
    """A table of lines."""

    def __init__(self) -> None:
        self.table: list[str] = []
        self._first: dict[str, int] = {}

    def runs(self, lines: Iterable[str]) -> list[int]:
        """The runs of the table's lines that make up the text; what the table does not have yet is added."""
        found: list[int] = []
        following = -1  # the line of the table behind the last run
        for line in lines:
            if not 0 <= following < len(self.table) or self.table[following] != line:
                following = self._at(line, following)
            if found and found[-2] + found[-1] == following:
                found[-1] += 1
            else:
                found += (following, 1)
            following += 1
        return found

    def _at(self, line: str, following: int) -> int:
        """Where the line stands.  An empty one does not cut in two what is new."""
        if line in self._first and (line or following != len(self.table)):
            return self._first[line]
        self._first.setdefault(line, len(self.table))
        self.table.append(line)
        return len(self.table) - 1


def pack(data: Any) -> str:
    """JSON, compressed, as text that can stand in any markup; equal for equal data."""
    text = json.dumps(data, separators=(",", ":"), sort_keys=True)
    return base64.b64encode(gzip.compress(text.encode("ascii"), 9, mtime=0)).decode("ascii")
