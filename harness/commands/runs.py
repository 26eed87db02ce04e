"""The folders of runs, and what they hold."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness import wire
from harness.baseline import Seen
from harness.errors import MissingError, UsageError
from harness.model import Erratum

REPORTS = Path("reports")


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """What a run has reported."""

    folder: Path
    docs: Sequence[Mapping[str, Any]]
    errata: Sequence[Erratum]
    seen: Seen

    def erratum(self, name: str) -> Erratum:
        """The erratum of an id, or of one that begins so.  Raises UsageError."""
        found = [erratum for erratum in self.errata if erratum.id == name]
        found = found or [erratum for erratum in self.errata if erratum.id.startswith(name)]
        if len(found) != 1:
            what = "is the beginning of several ids" if found else "is none of its errata"
            raise UsageError(f"{name} {what} in {self.folder}/errata.json")
        return found[0]


def load(folder: Path | None) -> Run:
    """A run's reports; without a folder the last one that was written below reports/.  Raises MissingError."""
    folder = folder or _last()
    path = folder / "errata.json"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        errata = [wire.from_json(Erratum, item) for item in data["errata"]]
        seen = Seen(
            errata=tuple(errata),
            sides=frozenset(row["broker"] for row in data.get("targets", ())),
            files=frozenset(data.get("pages", ())),
        )
        return Run(folder=folder, docs=data["docs"], errata=errata, seen=seen)
    except FileNotFoundError:
        raise MissingError(f"{folder} holds no errata.json: run doc-harness check --out {folder}") from None
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path}: not the report of a run: {error}") from None


def _last() -> Path:
    written = sorted(REPORTS.glob("*/errata.json"), key=lambda path: path.stat().st_mtime)
    if not written:
        raise MissingError("there are no reports yet: run doc-harness check, or name a run's folder with --from")
    return written[-1].parent
