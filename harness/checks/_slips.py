"""Names that a page writes once, and otherwise as another name that is nearly the same."""

from __future__ import annotations

import builtins
import functools
import keyword
import re
from collections.abc import Mapping
from typing import Any

from harness.checks import _nearest, _prose
from harness.checks._world import FactsKey
from harness.interfaces import Case
from harness.model import Claim

#: A shorter name is too near to many others.
LONG = 5
WORD = re.compile(r"[A-Za-z_]\w*")
PYTHON = frozenset({*dir(builtins), *keyword.kwlist})


def meant(case: Case, claim: Claim, name: str) -> str | None:
    """The name that the page's samples write, and `name`, which neither the page nor the release has, is a slip for."""
    if len(name) < LONG or is_known(case, name):
        return None
    if sum(WORD.findall(line).count(name) for line in _prose.lines(case.docs.root, claim.file)) > 1:
        return None
    written = {word for sample in case.page.samples for word in WORD.findall(sample.code) if len(word) >= LONG}
    near = _nearest.nearest(name, written) if name not in written else None
    # One and many are two things more often than a slip.
    return near if near is not None and near.rstrip("s") != name.rstrip("s") else None


def is_written(case: Case, name: str) -> bool:
    """Whether a name is the release's, in some place, or one of the page's own samples has it."""
    return is_known(case, name) or any(name in WORD.findall(each.code) for each in case.page.samples)


def is_known(case: Case, name: str) -> bool:
    """Whether anything of the release, or of Python, has this name."""
    return name in PYTHON or name in names(case.facts)


def names(facts: Mapping[str, Any]) -> frozenset[str]:
    """Every name that the release's code has."""
    return _names(FactsKey(facts))


@functools.lru_cache(maxsize=8)
def _names(known: FactsKey) -> frozenset[str]:
    """Every name that the release's code has: of modules and their members, attributes, parameters, settings."""
    facts = known.facts
    names = {part for module in facts.get("modules", ()) for part in module.split(".")}
    names.update(name for module in facts.get("modules", {}).values() for name in module.get("members", ()))
    names.update(facts.get("assigned", ()), facts.get("control", ()), facts.get("signals", ()))
    names.update(facts.get("settings", {}).get("keys", ()))
    signatures = [each.get("signature") for each in facts.get("functions", {}).values()]
    for entry in facts.get("classes", {}).values():
        names.update(entry["members"], entry.get("instance", ()))
        signatures += [each.get("signature") for each in entry["members"].values()]
    names.update(parameter[0] for signature in signatures for parameter in signature or ())
    return frozenset(names)
