"""Where a mistake stands: every place once, as exact as anybody knows it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path, PurePosixPath

from harness.labels import place_order
from harness.model import Docs, Place

#: A module, or what is in one.
PATH = re.compile(r"(?:[A-Za-z_]\w*\.)+(?:[A-Za-z_]\w*:)?(?P<last>[A-Za-z_]\w*)")


class Sources:
    """The lines of the docs as they stand on disk; none when a tree is not there any more."""

    def __init__(self, docs: Sequence[Docs]) -> None:
        self.roots = {item.version: Path(item.root) for item in docs}
        self._read = cache(self._read_uncached)

    def lines(self, docs: str, file: str) -> tuple[str, ...]:
        """The lines of `file`, a path relative to the release tree."""
        return self._read(docs, file)

    def line(self, place: Place) -> str:
        """The line at which a place begins, "" when it cannot be read."""
        lines = self.lines(place.docs, place.file)
        return lines[place.line - 1] if 0 < place.line <= len(lines) else ""

    def _read_uncached(self, docs: str, file: str) -> tuple[str, ...]:
        path = PurePosixPath(file)
        root = self.roots.get(docs)
        if root is None or path.is_absolute() or ".." in path.parts:
            return ()
        try:
            text = (root / path).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ()
        return tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


class Paths:
    """Paths that lead to nothing, where they stand: a name at the end of one is no mistake of its own there."""

    def __init__(self, found: Iterable[Place]) -> None:
        self._ends: set[tuple[str, str, int, int, str]] = set()
        for place in found:
            if match := PATH.fullmatch(place.text):
                column = place.column + match.start("last")
                self._ends.add((place.docs, place.file, place.line, column, match["last"]))

    def end_in(self, place: Place) -> bool:
        """Whether one of them ends in what stands at a place."""
        return (place.docs, place.file, place.line, place.column, place.text) in self._ends


def occurrences(token: str, text: str) -> Iterator[int]:
    """Offsets at which `token` stands in `text` as a whole identifier."""
    if token in text:  # asked first: most texts do not have it
        for match in _whole(token).finditer(text):
            yield match.start()


@functools.lru_cache(maxsize=1024)
def _whole(token: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(token)}(?![\w-])")


def exact(place: Place, token: str, sources: Sources) -> Place:
    """The place of the token within the line that a place names; the place itself when it is not there."""
    if not token or place.text == token:
        return place
    found = list(occurrences(token, sources.line(place)))
    if not found:
        return place
    behind = [offset for offset in found if offset + 1 >= place.column]
    return replace(place, column=(behind or found)[0] + 1, end_line=place.line, text=token)


def merged(found: Iterable[Place]) -> tuple[Place, ...]:
    """Every place once, in order; of places that cover each other on a line, the most exact."""
    by_line: dict[tuple[str, str, int], set[Place]] = {}
    for place in found:
        by_line.setdefault((place.docs, place.file, place.line), set()).add(place)
    kept = [place for places in by_line.values() for place in _exact_ones(places)]
    return tuple(sorted(kept, key=place_order))


def _exact_ones(places: Iterable[Place]) -> list[Place]:
    """Of places on one line, those that no other lies within."""
    kept: list[Place] = []
    for place in sorted(places, key=lambda item: (_width(item), -item.column, item.text)):
        if not any(_covers(place, other) for other in kept):
            kept.append(place)
    return kept


def _width(place: Place) -> float:
    """Characters that a place covers of its line; a place without text, or of many lines, covers all that follows."""
    if not place.text or place.end_line != place.line or "\n" in place.text:
        return float("inf")
    return len(place.text)


def _covers(place: Place, other: Place) -> bool:
    """Whether `other`, no wider than `place`, lies within it."""
    if not place.text:
        return True
    return place.column <= other.column < place.column + _width(place)
