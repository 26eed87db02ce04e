"""Names of settings as claims outside samples give them."""

from __future__ import annotations

import difflib
import itertools
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from harness.checks import _found, _nearest
from harness.checks.settings import known_names
from harness.interfaces import Case
from harness.model import Finding, Place

#: How alike the first words of two names must be: one letter of four may be another, or two change places.
ALIKE = 0.75


class Names:
    """The settings of one target."""

    def __init__(self, facts: Mapping[str, Any]) -> None:
        self.facts = facts
        settings = facts["settings"]
        #: Every name under which a setting is taken, those included that only a loader or a backend reads.
        self.known = known_names(facts) | frozenset(settings.get("fallbacks", ()))
        #: Old names, each with the setting that Celery takes it for.
        self.new: dict[str, str] = {old: new for new, entry in settings["keys"].items() for old in entry["old"]}
        self._by_head: dict[str, list[str]] = defaultdict(list)
        for each in self.known:
            if each.islower():
                self._by_head[_head(each)].append(each)
        self._near: dict[str, str | None] = {}

    def near(self, name: str) -> str | None:
        """The setting that a name clearly stands for; both begin with the same word, or nearly."""
        if name not in self._near:
            like = (names for head, names in self._by_head.items() if _is_alike(head, _head(name)))
            self._near[name] = _nearest.nearest(name, itertools.chain.from_iterable(like))
        return self._near[name]


def _head(name: str) -> str:
    return name.partition("_")[0]


def _is_alike(one: str, other: str) -> bool:
    """`aws` and `s3` are different things, `taks` is `task`."""
    return one == other or difflib.SequenceMatcher(a=one, b=other).ratio() >= ALIKE


def names(facts: Mapping[str, Any]) -> Names:
    """The settings of a target; those that were asked for last are kept, as claims come by the thousand."""
    if not _LAST or _LAST[0].facts is not facts:
        _LAST[:] = [Names(facts)]
    return _LAST[0]


_LAST: list[Names] = []


def unknown(case: Case, at: Place, name: str, suggestion: str | None) -> Finding:
    """That nothing reads a setting of this name."""
    return _found.finding(
        case,
        at,
        rule="unknown-setting",
        severity="silent",
        subject=f"name:{name}",
        observed=f"nothing reads a setting {name}",
        message=f"there is no setting {name}{_found.meant(suggestion)}",
        suggestion=suggestion,
        token=_found.distinctive(name, case.facts),
    )
