"""Mutants that are known to be no faults, listed with the reasons: `equivalent.toml`.

[[equivalent]]
operator = "literal"
page = "userguide/canvas"
line = ">>> res.get(timeout=1)"  # as it stands, without its margin
words = "1"  # those that are changed; left out: whatever is changed on the line
above = ">>> res = add.delay(2, 2)"  # the line above it; left out: whichever
reason = "…"
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from harness.mutate import Mutant

FILE = Path(__file__).with_name("equivalent.toml")


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """A line of a page that an operator may change without making a fault of it."""

    operator: str
    page: str
    line: str
    reason: str
    words: str = ""
    above: str = ""

    def has(self, mutant: Mutant, line: str, above: str = "") -> bool:
        """Whether a mutant is the one that is meant; `line` is its line as the docs have it, `above` the one before."""
        where = (self.operator, self.page, self.line) == (mutant.operator, mutant.page, line.strip())
        return where and self.words in ("", mutant.old) and self.above in ("", above.strip())


@cache
def load(path: Path = FILE) -> tuple[Listed, ...]:
    """What is listed.  Raises ValueError, with the entry's number and the key, for what is no entry."""
    known = {each.name for each in fields(Listed)}
    entries: Sequence[dict[str, str]] = tomllib.loads(path.read_text(encoding="utf-8")).get("equivalent", [])
    found = []
    for number, entry in enumerate(entries):
        wrong = (entry.keys() - known) | (known - {"words", "above"} - entry.keys())
        if wrong or not all(isinstance(value, str) and value.strip() for value in entry.values()):
            raise ValueError(f"{path.name}: equivalent[{number}]: {', '.join(sorted(wrong)) or 'empty text'}")
        found.append(Listed(**entry))
    return tuple(found)


def reason(mutant: Mutant, line: str, entries: Iterable[Listed], above: str = "") -> str:
    """Why a mutant is no fault; "" when nothing is known of it."""
    return next((each.reason for each in entries if each.has(mutant, line, above)), "")


def stale(
    entries: Iterable[Listed],
    mutants: Iterable[Mutant],
    lines: Callable[[Mutant], tuple[str, str]],
    pages: Iterable[str],
) -> list[Listed]:
    """Entries, of these pages, that no mutant which can be made is meant by; `lines` are its own and the one above."""
    able = [(mutant, lines(mutant)) for mutant in mutants]
    wanted = set(pages)
    return [each for each in entries if each.page in wanted and not any(each.has(one, *texts) for one, texts in able)]
