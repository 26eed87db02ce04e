"""What a run has found, read again from the files that it has written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from harness import wire
from harness.errors import MissingError, UsageError
from harness.interfaces import Results
from harness.model import Docs, Erratum, Outcome, Target

T = TypeVar("T")


def results(folder: Path, tree: Callable[[str, str], Docs]) -> Results:
    """What a run has found; `tree` gives the docs of a version and digest.

    Raises MissingError when the folder holds no run, UsageError when it holds something else.
    """
    path = folder / "errata.json"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        docs = tuple(tree(str(item["version"]), str(item["sha256"])) for item in data["docs"])
        rows = [
            {key: str(row[key]) for key in ("name", "celery", "kombu", "python", "broker")} for row in data["targets"]
        ]
        return Results(
            docs=docs,
            targets=tuple(unique(_target(row) for row in rows)),
            labels=tuple(row["name"] for row in rows),
            errata=tuple(wire.from_json(Erratum, item) for item in data["errata"]),
            undecided=tuple(wire.from_json(Erratum, item) for item in data["undecided"]),
            faults=tuple(data["faults"]),
            samples=tuple(_outcomes(folder / "samples.jsonl", "language")),
            claims=tuple(_outcomes(folder / "claims.jsonl", "kind")),
            seconds=0.0,
            undocumented=tuple(data.get("undocumented", ())),
            containment=str(data.get("containment", "")),
            pages=tuple(data.get("pages", ())),
        )
    except FileNotFoundError as error:
        missing = Path(str(error.filename)).name
        raise MissingError(f"{folder} holds no {missing}: run doc-harness check --out {folder}") from None
    except (ValueError, LookupError, TypeError) as error:
        raise UsageError(f"{path}: not the report of a run: {error}") from None


def unique(items: Iterable[T]) -> Iterator[T]:
    """Each of the items once, in their order."""
    return iter(dict.fromkeys(items))


def _target(row: Mapping[str, str]) -> Target:
    """The target of a row, as far as a report tells of it."""
    name = row["name"].removesuffix(f"-{row['broker']}")
    return Target(name=name, celery=row["celery"], kombu=row["kombu"], python=row["python"], interpreter="", digest="")


def _outcomes(path: Path, kind: str) -> Iterator[Outcome]:
    """The lines of a report of verdicts; what `kind` is called in it the outcome calls its kind."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            row["kind"] = row.pop(kind)
            yield wire.from_json(Outcome, {**row, "key": ""})
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise UsageError(f"{path}:{number}: not a line of verdicts: {error}") from None
