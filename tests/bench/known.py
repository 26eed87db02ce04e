"""How much of a list of known errata a run has found, where, and whether on the same releases.

    python tests/bench/known.py RUN known.jsonl [--leave-alone right.jsonl]

A line of the list: {"id", "where": {RELEASE: [{"file", "line"}, …]}}.  An erratum is found on a release when one of the
run's has a place that covers one of its lines, or the line above or below.  Its interval agrees when one of the run's
errata at all of these places fails on just these releases, of those that were run; "wider" is one that stands elsewhere
as well.  Places of the other list (the same shape, or {"release", "file", "line"}) are right, and must not be told.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from _runs import Json, read_lines, table

NEAR = 1
HEAD = ("release", "known", "found")


def places(errata: list[Json]) -> Mapping[tuple[str, str], list[tuple[int, int, str]]]:
    """(docs, file) → first line, last line and id of what was found there."""
    found: dict[tuple[str, str], list[tuple[int, int, str]]] = defaultdict(list)
    for erratum in errata:
        for place in erratum["places"]:
            found[place["docs"], place["file"]].append((place["line"], place["end_line"], erratum["id"]))
    return found


def lines(entry: Json) -> Iterator[tuple[str, str, int]]:
    """(docs, file, line) of an entry of a list."""
    where = entry.get("where") or {entry["release"]: [entry]}
    for docs, spots in where.items():
        for spot in spots:
            yield docs, spot["file"], spot["line"]


def main() -> None:
    """Compare, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path)
    parser.add_argument("known", type=Path)
    parser.add_argument("--leave-alone", type=Path)
    given = parser.parse_args()
    data = json.loads((given.run / "errata.json").read_text(encoding="utf-8"))
    told = places(data["errata"])
    releases = [docs["version"] for docs in data["docs"]]
    fails = {erratum["id"]: {place["docs"] for place in erratum["places"]} for erratum in data["errata"]}
    counts: dict[str, Counter[str]] = {release: Counter() for release in releases}
    intervals: Counter[str] = Counter()
    for entry in read_lines(given.known):
        by_release: dict[str, set[str]] = {docs: set() for docs, _, _ in lines(entry) if docs in counts}
        for docs, file, line in lines(entry):
            if docs in by_release:
                hits = told.get((docs, file), ())
                by_release[docs] |= {name for first, last, name in hits if first - NEAR <= line <= last + NEAR}
        for docs, names in by_release.items():
            counts[docs]["known"] += 1
            counts[docs]["found"] += bool(names)
            if not names:
                print(f"missed: {entry['id']} in {docs}")
        if by_release and all(by_release.values()):
            common = set.intersection(*by_release.values())
            wanted = set(by_release)
            fate = "agrees" if any(fails[name] == wanted for name in common) else "wider" if common else "in parts"
            intervals[fate] += 1
            if fate != "agrees":
                others = sorted(set().union(*(fails[name] for name in common)) - wanted)
                print(f"interval: {entry['id']} is known of {sorted(wanted)}; {fate} {others}")
    for entry in read_lines(given.leave_alone) if given.leave_alone else ():
        for docs, file, line in lines(entry):
            for first, last, name in told.get((docs, file), ()):
                if first <= line <= last:
                    print(f"told, and right: {entry.get('id', '')} {docs} {file}:{line} by {name}")
    print(table(HEAD, [(release, counts[release]["known"], counts[release]["found"]) for release in releases]))
    print("intervals: " + ", ".join(f"{fate} {count}" for fate, count in sorted(intervals.items())))


if __name__ == "__main__":
    main()
