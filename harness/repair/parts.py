"""What a script that shows an erratum is made of: what is to be shown, and the part of the script that looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from harness.model import Erratum, Finding, Observation, Page, Plan, Sample
from harness.repair.edit import Edit


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """The part of a script that looks, and what it is told: what the docs say, and what should stand there instead."""

    name: str
    documented: Mapping[str, Any]
    corrected: Mapping[str, Any] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """An erratum, the first finding of it in the newest docs, and where that stands."""

    erratum: Erratum
    finding: Finding
    page: Page | None
    sample: Sample | None
    lines: Sequence[str]  # of the file
    plan: Plan | None
    observations: Sequence[Observation]  # of the plan, by step
    edits: Sequence[Edit] = ()  # of the finding's file, that corrections make together; none when its own is not known
