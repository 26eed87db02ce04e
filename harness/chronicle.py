"""What the docs of every release have told of versions: since which one of them, and which version.

`chronicle.json` beside this module holds it, of what docs since 5.0 tell; `python -m harness.chronicle` writes it anew,
which is to be done when a minor has been released.
"""

from __future__ import annotations

import functools
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from packaging.version import InvalidVersion, Version

from harness import ancestry, releases, version_marks
from harness.version_marks import Mark

TABLE = "chronicle.json"
#: Pages that tell of every release, and code that nobody reads as docs.
ELSEWHERE = frozenset({"history", "tests"})
#: Minors whose docs have to tell the same before another telling is wrong.
AGREEING = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Telling:
    """A version that the docs of some releases in a row have told."""

    first: str  # the releases
    last: str
    version: str  # "" when they told several


@functools.cache
def tellings() -> Mapping[str, Sequence[Telling]]:
    """What has been told, by the keys of the marks, oldest first."""
    known: dict[str, list[list[str]]] = json.loads((resources.files("harness") / TABLE).read_text(encoding="utf-8"))
    return {
        key: tuple(Telling(first=first, last=last, version=version) for first, last, version in each)
        for key, each in known.items()
    }


def came(mark: Mark, docs: str) -> str:
    """The minor whose docs are the first to tell it, as their own; "" when docs older than these do not agree.

    Who writes of a thing when it comes, in the docs of the release that brings it, knows since when it is there.
    """
    found = {_came(told) for key in mark.keys if (told := _before(key, docs))}
    return found.pop() if len(found) == 1 else ""


def agreed(mark: Mark, docs: str) -> Telling | None:
    """What the docs of several older minors tell with one voice, of a release that was there then."""
    told = [each for key in mark.keys for each in _before(key, docs)]
    if len({minor(each.version) for each in told}) != 1 or not told[0].version:
        return None
    oldest = min(told, key=lambda each: Version(each.first))
    between = [each for each in ancestry.minors() if _is_in(Version(each), oldest, docs)]
    is_ahead = _minor(oldest.version) > _minor(oldest.first)
    return None if is_ahead or len(between) < AGREEING else oldest


def _came(told: Sequence[Telling]) -> str:
    versions = {minor(each.version) for each in told}
    return versions.pop() if versions == {minor(told[0].first)} else ""


def _before(key: str, docs: str) -> list[Telling]:
    """What older docs than these have told."""
    return [each for each in tellings().get(key, ()) if Version(each.first) < Version(docs)]


def _is_in(each: Version, told: Telling, docs: str) -> bool:
    last = min(_minor(told.last), _minor(docs))
    return _minor(told.first) <= each <= last and each < _minor(docs)


def minor(text: str) -> str:
    """The minor of a version; "" for what is none."""
    try:
        return str(_minor(text))
    except InvalidVersion:
        return ""


def _minor(text: str) -> Version:
    version = Version(text)
    return Version(f"{version.major}.{version.minor}")


def compare(docs: Iterable[tuple[str, Iterable[Mark]]]) -> dict[str, list[list[str]]]:
    """What the docs of releases, oldest first, have told; of what docs since `ancestry.WANTED` have."""
    found: dict[str, list[list[str]]] = defaultdict(list)
    wanted: set[str] = set()
    for release, marks in docs:
        told: dict[str, set[str]] = defaultdict(set)
        for mark in marks:
            for key in mark.keys:
                told[key].add(mark.version)
        for key, versions in told.items():
            version = versions.pop() if len(versions) == 1 else ""
            if found[key] and found[key][-1][-1] == version:
                found[key][-1][1] = release
            else:
                found[key].append([release, release, version])
        if Version(release) >= ancestry.WANTED:
            wanted |= told.keys()
    return {key: found[key] for key in sorted(wanted)}


def main() -> None:
    """Write the table from the releases that the index has."""
    grouped: dict[str, list[str]] = {}
    for text in releases.finals():
        if Version(text) >= ancestry.OLDEST:
            grouped.setdefault(str(_minor(text)), []).append(text)
    ends = [release for each in grouped.values() for release in dict.fromkeys((each[0], each[-1]))]
    told = compare((release, _read(release)) for release in ends)
    lines = (f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(each)}" for key, each in told.items())
    Path(__file__).with_name(TABLE).write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _read(release: str) -> Iterator[Mark]:
    root = releases.unpacked(release).root
    for folder, kind in (("docs", "*.rst"), (releases.PROJECT, "*.py")):
        for path in sorted((root / folder).rglob(kind)):
            file = path.relative_to(root)
            if ELSEWHERE.isdisjoint(file.parts):
                lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
                yield from version_marks.marks(lines, file.as_posix())


if __name__ == "__main__":
    main()
