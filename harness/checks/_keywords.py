"""The keyword that a wrong one was meant to be, among the few that a call takes.

These are fewer than all names of a release, so that less likeness says more.
"""

from __future__ import annotations

import ast
import difflib
from collections.abc import Collection, Mapping

from harness.checks import _nearest
from harness.checks._world import SIGNATURE, World

#: Methods that hand execution options on, beside what they take themselves, with the class that has them.
HANDING: Mapping[str, str] = {
    "retry": "celery.app.task.Task",
    "add_periodic_task": "celery.app.base.Celery",
    "set": SIGNATURE,
}
#: A method whose other keywords are all the reader's own.
STAMP = "stamp"
#: What makes a signature, or gives one back.
SIGNING = frozenset({"s", "si", "signature", "subtask", "clone", "set"})
#: How alike two names must be that begin alike, and with how many letters.
LIKE = 0.72
STEM = 5
#: Letters of the shortest name in which two neighbours can have changed places.
SLIP = 3


def meant(name: str, known: Collection[str]) -> str | None:
    """The keyword that `name` clearly stands for: like it, of its stem (`expiry`), or but for one word (`job_id`)."""
    found = _nearest.nearest(name, known)
    if found is not None or name in known:
        return found
    for is_it in (_slipped, _stem, _nearest.is_by_word):
        near = [each for each in known if is_it(name, each)]
        if len(near) == 1:
            return near[0]
    return None


def _slipped(name: str, other: str) -> bool:
    return len(name) >= SLIP and _nearest.is_swapped(name, other)


def _stem(name: str, other: str) -> bool:
    """Whether two names of one word begin alike, and are."""
    if "_" in name + other or name[:STEM] != other[:STEM] or len(name) < STEM:
        return False
    return difflib.SequenceMatcher(a=name, b=other, autojunk=False).ratio() >= LIKE


def handed_on(world: World, node: ast.Call) -> frozenset[str] | None:
    """What a method takes by name that hands options on as well; None for what is no such method."""
    method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    if method not in HANDING or (method == "set" and not _is_signature(node.func)):
        return None
    return own(world, method)


def own(world: World, method: str) -> frozenset[str]:
    """What one of these methods takes by name itself."""
    member = world.classes.get(HANDING.get(method, SIGNATURE), {}).get("members", {}).get(method, {})
    named = frozenset(each[0] for each in member.get("signature") or () if each[1] in ("either", "keyword"))
    return named - {"self"}


def _is_signature(function: ast.expr) -> bool:
    """Whether a method is one of what makes a signature: `add.s(2).set`."""
    made = function.value if isinstance(function, ast.Attribute) else None
    if not isinstance(made, ast.Call) or not isinstance(made.func, ast.Attribute) or made.func.attr not in SIGNING:
        return False
    return made.func.attr != "set" or _is_signature(made.func)
