"""Arguments that a docstring names otherwise than the code, where a callable that takes anything would take them."""

from __future__ import annotations

from collections.abc import Collection

from harness.checks import _vocabulary
from harness.checks._world import Signature, World
from harness.interfaces import Case
from harness.model import Claim

#: How the parameters that take what no other one does are written.
STARS = frozenset({"*", "**"})
#: Letters of a name of which two can have changed places.
SHORT = 3


def meant(case: Case, claim: Claim, signature: Signature | None) -> str | None:
    """The argument that a documented one is meant for, without stars; None when it may be what it says.

    `signature` is the callable's, None when it is not known.
    """
    word, stars = claim.subject, claim.text[: len(claim.text) - len(claim.subject)]
    taken = [each for each in signature or () if each[0] not in ("self", "cls")]
    if any(each[0] == word for each in taken):
        return None
    listed = _listed(case, claim)
    left = [each for each in taken if each[0] not in listed and is_slip(word, each[0])]
    if len(left) == 1 and left[0][1] not in STARS and not stars:
        return left[0][0]
    # What stands for all others may be called otherwise, and what is handed on may have any name that there is.
    if word in _vocabulary.around(case, claim) or _vocabulary.is_known(case, word):
        return None
    if left or stars:
        return left[0][0] if len(left) == 1 and stars in ("", left[0][1]) else None
    known = _vocabulary.around(case, claim) | World(case.facts).parameters
    near = [each for each in _vocabulary.slips(word, known) if each not in listed]
    return near[0] if len(near) == 1 else None


def is_slip(word: str, name: str) -> bool:
    """Whether a word is a slip of the fingers from a name; of a short one, two neighbours that have changed places."""
    apart = [at for at, (one, other) in enumerate(zip(word, name, strict=False)) if one != other]
    swapped = len(word) == len(name) >= SHORT and len(apart) == 2 and apart[1] == apart[0] + 1
    if swapped and word[apart[0]] == name[apart[1]] and word[apart[1]] == name[apart[0]]:
        return True
    return bool(_vocabulary.slips(word, [name]))


def slip_of(word: str, names: Collection[str]) -> str | None:
    """The one of some names of which a word is a slip; None when it is of none, or of several."""
    found = [each for each in names if is_slip(word, each)]
    return found[0] if len(found) == 1 else None


def is_of_code(case: Case, claim: Claim) -> bool:
    """Whether the module in whose docstring an argument is named has a word like that in its code."""
    return claim.file.endswith(".py") and claim.subject in _vocabulary.around(case, claim)


def _listed(case: Case, claim: Claim) -> frozenset[str]:
    """What the same docstring says of other arguments."""
    return frozenset(
        each.subject
        for each in case.page.claims
        if each.kind == "parameter" and each.scope == claim.scope and each.key != claim.key
    )
