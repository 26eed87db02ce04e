"""How long plans take: as recorded once for those that have been run, an estimate for others."""

from __future__ import annotations

import functools
import itertools
import json
from collections.abc import Iterable, Mapping
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


def ordered(plans: Iterable[Plan]) -> list[Plan]:
    """Plans in the order in which they are taken: long ones first, so that at the end all runners still have work.

    Those that wait for commands of a terminal most of their time take turns with those that keep a core busy.
    """
    longest = sorted(plans, key=seconds, reverse=True)
    waiting = [plan for plan in longest if any(step.kind == "shell" for step in plan.steps)]
    busy = [plan for plan in longest if not any(step.kind == "shell" for step in plan.steps)]
    return [plan for pair in itertools.zip_longest(waiting, busy) for plan in pair if plan is not None]
