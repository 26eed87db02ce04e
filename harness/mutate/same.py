"""Whether samples do the same in a run with a mutant as without it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from harness.checks._shown import volatile
from harness.model import Observation, Raised

#: What a run came to, as far as two runs can be compared: each step of a plan on a target.
Done = Mapping[tuple[str, str, int], Any]


def done(observations: Iterable[Observation]) -> dict[str, Done]:
    """What was observed, by plan."""
    found: dict[str, dict[tuple[str, str, int], Any]] = defaultdict(dict)
    for each in observations:
        found[each.plan][each.target, each.plan, each.step] = _of(each)
    return dict(found)


def _of(step: Observation) -> Any:
    # What is sent is sent by turns: two runs may tell of it in another order.
    sent = sorted((each.name, each.state, _stable(each.result), _raised(each.raised)) for each in step.sent)
    return (step.status, _stable(step.output), _stable(step.value or ""), _raised(step.raised), step.code, sent)


def _raised(raised: Raised | None) -> tuple[str, str]:
    return ("", "") if raised is None else (raised.type, _stable(raised.message))


def _stable(text: str) -> str:
    return volatile.stable(text)


def same(plans: Iterable[str], before: Mapping[str, Done], after: Mapping[str, Done]) -> bool:
    """Whether all of these plans did the same in both runs; False when nobody saw one of them."""
    wanted: Sequence[str] = tuple(plans)
    return bool(wanted) and all(plan in before and before[plan] == after.get(plan) for plan in wanted)


def compared(observations: Iterable[Observation]) -> dict[str, set[int]]:
    """Indices of the lines of each sample, of steps that ended as they should and of what the page shows for them.

    Behind a step that failed nothing is certain.
    """
    found: dict[str, set[int]] = defaultdict(set)
    failed: set[tuple[str, str]] = set()
    for each in observations:
        key = (each.sample or "", each.target)
        shown = each.shown is not None and each.status in ("done", "raised")
        if shown and key not in failed:
            lines = f"{each.source}\n{each.shown}".count("\n") + 1
            found[each.sample or ""] |= set(range(each.first, each.first + lines))
        elif each.status != "done":
            failed.add(key)
    return dict(found)
