"""Runs of `doc-harness check` for the benches: starting them, reading what they came to, comparing two of them."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from _watched import Watch

Json = Any
#: Where a sample stands and on which target it was run: (docs, target, file, line).
Place = tuple[str, str, str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What all runs of a bench are of."""

    version: str
    brokers: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    runners: int | None = None
    repair: bool = True

    def command(self, out: Path) -> list[str]:
        """The command line of a run into a folder."""
        words = [sys.executable, "-m", "harness", "check", self.version, "--no-cache", "--out", str(out)]
        for broker in self.brokers:
            words += ["--broker", broker]
        for page in self.pages:
            words += ["--page", page]
        if not self.repair:
            words.append("--no-repair")
        if self.runners is not None:
            words += ["-n", str(self.runners)]
        return words

    def start(self, out: Path, **environ: str) -> Watch:
        """Start a run; its temporary files go to `tmp` beside the folder, its output to a `.log` beside it."""
        temporary = out.parent / "tmp"
        temporary.mkdir(parents=True, exist_ok=True)
        out.mkdir(parents=True, exist_ok=True)
        env = {**os.environ, "TMPDIR": str(temporary), **environ}
        return Watch(self.command(out), cwd=out.parent, env=env, log=out.with_suffix(".log"))


@dataclass(frozen=True, slots=True)
class Results:
    """What a run came to, durations left out."""

    samples: Mapping[Place, Json]
    errata: Json

    @classmethod
    def of(cls, out: Path) -> Results:
        """Read a folder of reports.  Raises OSError when the run has not ended well."""
        found = {}
        for line in read_lines(out / "samples.jsonl"):
            found[line["docs"], line["target"], line["file"], line["line"]] = timeless(line)
        return cls(found, timeless(json.loads((out / "errata.json").read_text(encoding="utf-8"))))

    @property
    def ids(self) -> set[str]:
        """Errata by id."""
        return {item["id"] for item in self.errata["errata"]}

    def differences(self, other: Results) -> list[tuple[Place, Json, Json]]:
        """Samples that are told of otherwise; None stands for one that is not told of."""
        places = sorted(self.samples.keys() | other.samples.keys())
        return [
            (place, self.samples.get(place), other.samples.get(place))
            for place in places
            if self.samples.get(place) != other.samples.get(place)
        ]


def read_lines(path: Path) -> list[Json]:
    """The objects of a JSON Lines file; a torn last line is passed over."""
    found = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found


def timeless(data: Json) -> Json:
    """Data without durations."""
    if isinstance(data, dict):
        return {key: timeless(value) for key, value in data.items() if key != "seconds"}
    if isinstance(data, list):
        return [timeless(value) for value in data]
    return data


def finished(out: Path) -> dict[tuple[str, str, str], str]:
    """Plans that a run (which may have been killed) has finished: (docs, plan, target) → digest of what was observed."""
    plans = out / "plans.jsonl"
    if not plans.exists():
        return {}
    steps = {(plan["docs"], plan["key"]): len(plan["steps"]) for plan in read_lines(plans)}
    seen: dict[tuple[str, str, str], list[Json]] = defaultdict(list)
    whole = [out / "observations.jsonl"] if (out / "observations.jsonl").exists() else []
    for path in sorted((out / "observations").glob("*.jsonl")) or whole:
        for item in read_lines(path):
            seen[item["docs"], item["plan"], item["target"]].append(item)
    return {
        turn: hashlib.sha256(json.dumps(sorted(items, key=lambda item: item["step"])).encode()).hexdigest()
        for turn, items in seen.items()
        if len(items) == steps.get(turn[:2]) and all(item["status"] != "fault" for item in items)
    }


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Rows of cells as lines of text, numbers to the right."""
    cells = [list(head), *([_cell(value) for value in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    number = [all(not isinstance(row[column], str) for row in rows) for column in range(len(head))]
    return "\n".join(
        "  ".join(
            text.rjust(width) if right else text.ljust(width)
            for text, width, right in zip(row, widths, number, strict=True)
        ).rstrip()
        for row in cells
    )


def _cell(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def megabytes(number: int) -> int:
    """Bytes as whole MB."""
    return number >> 20
