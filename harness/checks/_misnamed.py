"""Names with a slip in them, where it is not known what else there may be.

Arguments that a docstring names otherwise than the code, where a callable takes anything; members of nobody knows what.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from harness.checks import _found, _nearest, _vocabulary
from harness.checks._world import Signature, World
from harness.interfaces import Case
from harness.model import Claim, Finding, Place

#: How the parameters that take what no other one does are written.
STARS = frozenset({"*", "**"})
#: Letters of a name of which two can have changed places.
SHORT = 3
#: Letters of a name that is nobody's when no code has it, and parts by which it is known in spite of another.
LONG, PARTS = 8, 3


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
    if left:
        return left[0][0] if len(left) == 1 and stars in ("", left[0][1]) else None
    known = _vocabulary.around(case, claim) | World(case.facts).parameters
    near = [each for each in _vocabulary.slips(word, known) if each not in listed]
    return near[0] if len(near) == 1 else None


def of_nobody(case: Case, claim: Claim, word: str) -> str | None:
    """What a name that nobody has is a slip for: a word of the page's samples, of the code around, of the release."""
    around = _vocabulary.around(case, claim)
    if word in around or _vocabulary.is_known(case, word):
        return None
    found = _vocabulary.slips(word, around | _vocabulary.of_release(case.facts))
    return found[0] if len(found) == 1 else None


def other_part(case: Case, word: str, names: Iterable[str], *, least: int = 2) -> str | None:
    """The one of some names that a word, which no code and no other docs have, is but for one of its parts.

    A synonym slips in as easily as another letter: `begin_filter` for `start_filter`.  The word has `least` parts.
    """
    parts = word.split("_")
    if len(word) < LONG or len(parts) < least or not all(parts):
        return None
    if World(case.facts).spells(word) or _vocabulary.is_known(case, word):
        return None
    near = {each for each in names if _nearest.is_by_word(word, each)}
    return near.pop() if len(near) == 1 else None


def nobodys(case: Case, place: Place, right: str) -> Finding:
    """A finding about a name that nobody has."""
    return _found.finding(
        case,
        place,
        rule="misspelt-name",
        severity="wrong-value",
        subject=_found.subject_of_name("", place.text),
        claim=case.claim.text if case.claim is not None else "",
        observed=f"nothing is called {place.text}; there is {right}",
        message=f"nothing is called {place.text}{_found.meant(right)}",
        suggestion=right,
        evidence={"release": right} if right in _vocabulary.of_release(case.facts) else None,
    )


def is_slip(word: str, name: str) -> bool:
    """Whether a word is a slip of the fingers from a name; of a short one, two neighbours have changed places."""
    return _is_swapped(word, name) or bool(_vocabulary.slips(word, [name]))


def swapped(word: str, names: Iterable[str]) -> str | None:
    """The one of some names that is a word in which two neighbours have changed places."""
    found = [each for each in names if _is_swapped(word, each)]
    return found[0] if len(found) == 1 else None


def _is_swapped(word: str, name: str) -> bool:
    return len(word) >= SHORT and _nearest.is_swapped(word, name)


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
