"""How long plans take: as recorded once for those that have been run, an estimate for others."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from pathlib import Path

from harness.model import Plan

#: Name of a plan → seconds, as `tests/bench/durations.py` has written them.
RECORDED = Path(__file__).parent / "durations.json"


def name(plan: Plan) -> str:
    """What a plan is called wherever it stands in whatever release: its experiment, or its first sample."""
    return plan.experiment or next((str(step.sample) for step in plan.steps if step.sample), plan.page)


def seconds(plan: Plan) -> float:
    """About how many seconds a plan takes on an idle machine: the same on every machine."""
    return _recorded().get(name(plan)) or _estimate(plan)


@functools.cache
def _recorded() -> Mapping[str, float]:
    found: Mapping[str, float] = json.loads(RECORDED.read_text(encoding="utf-8"))
    return found


def _estimate(plan: Plan) -> float:
    lines = sum(step.kind == "shell" for step in plan.steps)
    workers = sum(bool(step.worker or step.nodes) for step in plan.steps)
    return 1.5 * lines + 0.3 * workers + 0.5 * bool(workers or plan.experiment) + 0.02 * len(plan.steps)
