"""The real name that a wrong one was meant to be, when that is plain."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Iterable

#: How alike two names must be (2 × equal characters ÷ all characters): one wrong letter in seven, two in thirteen.
LIKE = 0.84
#: By how much the best must beat the second best: between `task_success` and `task_succeed` nobody can choose.
CLEAR = 0.02
#: Shorter names that differ in case only are different things: the decorator `task`, the class `Task`.
LONG = 6
#: From how many letters on two neighbours that have changed places are a slip of the fingers.
SLIP = 4
#: What two spellings of one name may differ in.
IGNORED = str.maketrans("", "", "_-. ")


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate that `name` clearly stands for, else None.

    A name of `LONG` letters that differs in case, underscores and hyphens only is clear, and so is the plural of a
    singular or the reverse, and one of `SLIP` in which two neighbours have changed places; otherwise the most alike,
    of `LIKE` at least, that beats every other by `CLEAR`.
    """
    pool = sorted(set(candidates) - {name})
    if len(name) >= LONG:
        for spelling in (_letters, _singular):
            wanted = spelling(name)
            same = [each for each in pool if spelling(each) == wanted]
            if len(same) == 1:
                return same[0]
    if len(name) >= SLIP:
        slipped = [each for each in pool if is_swapped(name, each)]
        if len(slipped) == 1:
            return slipped[0]
    ranked = sorted(((like, each) for each in pool if (like := _likeness(name, each))), reverse=True)[:2]
    if not ranked or ranked[0][0] < LIKE:
        return None
    if len(ranked) == 2 and ranked[0][0] - ranked[1][0] < CLEAR:
        return None
    return ranked[0][1]


def _likeness(name: str, other: str) -> float:
    # No more than the shorter one has can be equal; asked first, as to make a matcher is what costs.
    if 2 * min(len(name), len(other)) < LIKE * (len(name) + len(other)):
        return 0.0
    matcher = difflib.SequenceMatcher(a=name, b=other, autojunk=False)
    if matcher.quick_ratio() < LIKE:
        return 0.0
    return matcher.ratio()


def is_swapped(name: str, other: str) -> bool:
    """Whether two neighbouring letters have changed places."""
    if len(name) != len(other):
        return False
    apart = [position for position, (mine, its) in enumerate(zip(name, other, strict=True)) if mine != its]
    if len(apart) != 2 or apart[1] != apart[0] + 1:
        return False
    first, second = apart
    return name[first] == other[second] and name[second] == other[first]


def is_by_word(name: str, other: str) -> bool:
    """Whether two names have all words but one in common."""
    mine, its = name.split("_"), other.split("_")
    return len(mine) == len(its) > 1 and sum(a != b for a, b in zip(mine, its, strict=True)) == 1


@functools.lru_cache(maxsize=65536)
def _letters(name: str) -> str:
    return name.lower().translate(IGNORED)


@functools.lru_cache(maxsize=65536)
def _singular(name: str) -> str:
    return "_".join(word.removesuffix("s") for word in name.lower().split("_"))
