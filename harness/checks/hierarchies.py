"""Lists of classes that show which inherits from which: an item within another's inherits from that.

    Error Hierarchy
    ===============

    - :exc:`celery.exceptions.CeleryError`
        - :exc:`~celery.exceptions.TaskError`
        - :exc:`~❨celery.exceptions.BackendError❩`

Other lists may be nested for any reason: the title says what this one is about.  One of exceptions alone may have a
title that does not name them.  A list may also be drawn the other way round.
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterable, Mapping

from harness.checks import _found, _history, _prose
from harness.checks._world import Missing, Thing, World
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "hierarchies"

rules: Mapping[str, str] = {"wrong-base": "a class that a list shows below one that it does not inherit from"}

level: CheckName = "none"
sees = frozenset({"xref"})

TITLE = re.compile(r"\bhierarch(?:y|ies)\b|\binheritance\b", re.I)
OF_CLASSES = re.compile(r"\b(?:class(?:es)?|errors?|exceptions?|warnings?)\b", re.I)
#: An item that begins with a class.
ITEM = re.compile(r"(?P<margin>\s*)[-*+]\s+:(?P<role>class|exc):`[~!]?(?P<path>[\w.]+)`")


def find(case: Case) -> Iterable[Finding]:
    """A finding when the class of an item does not inherit from that of the item around it."""
    claim = case.claim
    pair = _pair(case, claim) if claim is not None and _applies(case, claim) else None
    if claim is None or pair is None or _inherits(case, *pair) is not False:
        return
    own, base = pair
    short = own.rpartition(".")[2]
    real = [each for each in World(case.facts).bases(own) if each != "builtins.object"][:1]
    is_of = f": its base is {_shown(real[0])}" if real else ""
    yield _found.finding(
        case,
        _found.place(case, claim, claim.text),
        rule="wrong-base",
        severity="wrong-value",
        subject=f"base:{own}:{base}",
        claim=f"{own} inherits from {_shown(base)}",
        observed=f"{own} does not inherit from {_shown(base)}",
        message=f"{short} does not inherit from {_shown(base)}{is_of}",
        evidence={"path": own, "base": base, **({"right": real[0]} if real else {})},
    )


def covers(case: Case) -> bool:
    """Whether both classes are known, with all that they inherit from."""
    claim = case.claim
    pair = _pair(case, claim) if claim is not None and _applies(case, claim) else None
    return pair is not None and _inherits(case, *pair) is not None


def _applies(case: Case, claim: Claim) -> bool:
    if claim.kind != "xref" or claim.fields.get("role") not in ("class", "exc") or not case.facts:
        return False
    return bool(claim.headings) and TITLE.search(claim.headings[-1]) is not None and not _history.told(case)


def _pair(case: Case, claim: Claim) -> tuple[str, str] | None:
    """The class of the claim's item, and that of the item around it."""
    lines = _prose.lines(case.docs.root, claim.file)[: claim.line]
    own = ITEM.match(lines[-1]) if lines else None
    if own is None or not own.start("path") - 1 <= claim.column <= own.start("path") + 1:
        return None
    margin = len(own["margin"])
    for line in reversed(lines[:-1]):
        here = len(line) - len(line.lstrip())
        if line.strip() and here < margin:
            around = ITEM.match(line)
            if not (OF_CLASSES.search(claim.headings[-1]) or (around and own["role"] == around["role"] == "exc")):
                return None
            found = _ref(case, own["path"]), _ref(case, around["path"]) if around is not None else None
            return (found[0], found[1]) if found[0] is not None and found[1] is not None else None
    return None


def _ref(case: Case, path: str) -> str | None:
    """The class that a path leads to."""
    if isinstance(getattr(builtins, path, None), type):
        return f"builtins.{path}"
    try:
        thing: Thing | None = World(case.facts).resolve(path)
    except Missing:
        return None
    return thing.ref if thing is not None and thing.kind == "class" else None


def _inherits(case: Case, own: str, base: str) -> bool | None:
    """Whether a class inherits from another; nothing is asked of Python's own, and of a list the other way round."""
    if own.startswith("builtins."):
        return None
    world = World(case.facts)
    told = world.inherits(own, base)
    return None if told is False and not base.startswith("builtins.") and world.inherits(base, own) else told


def _shown(ref: str) -> str:
    return ref.rpartition(".")[2]
