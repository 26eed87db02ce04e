"""Faults seeded into the docs, to count which of them the checks see: mutants, and which of them go together.

A mutant is a change of some words of one line, so that no line moves.  Operators (`harness/mutate/operators/`) tell
what could be changed on a page; a sample of it, drawn with a fixed seed and as many of each operator as can be, is
spread over rounds in which no mutant is near another.
"""

from __future__ import annotations

import itertools
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from harness.model import Claim, Page, Sample, SampleKey

#: A word of a name.
WORD = re.compile(r"\w+")
#: Lines of a file between two mutants of one round.
APART = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Mutant:
    """Another text for some words of a line: `old` is what stands at line and column (1-based)."""

    file: str
    line: int
    column: int
    old: str
    new: str
    kind: str  # of the place: a sample's language, a claim's kind
    page: str
    sample: SampleKey | None = None
    claim: str | None = None  # its key
    named: bool = False  # a name was changed: it is found where it stands, not only on its line
    within: bool = False  # what is wrong shows elsewhere in the sample, as when a result is another than the page shows
    #: Whether it is a fault shows in what a run does: where that stays the same, it is none.
    by_run: bool = False
    #: It can be seen where a step was run and what that gave was held against what the page shows.
    compared: bool = False
    shows: tuple[int, ...] = ()  # lines on which it shows, where these are others than its own
    operator: str = ""

    @property
    def key(self) -> str:
        """The key of the sample or claim that it is in."""
        return self.sample or self.claim or ""

    def made(self, line: str) -> str:
        """Its line, changed."""
        start = self.column - 1
        return line[:start] + self.new + line[start + len(self.old) :]


@dataclass(frozen=True, kw_only=True, slots=True)
class Material:
    """What operators look at: one page, and what the release has."""

    page: Page
    lines: Callable[[str], Sequence[str]]  # a file's lines
    known: frozenset[str]  # every name that the release has
    interface: frozenset[str]  # attributes of tasks, results, signatures, applications and remote control
    settings: frozenset[str]
    celery: Callable[[str], bool]  # whether a module's name is of the release
    commands: frozenset[str] = frozenset()  # of the program
    past: Callable[[Sample, int], bool] = lambda sample, index: False  # whether a line is told of as gone, or wrong
    gone: Callable[[Claim], bool] = lambda claim: False  # whether what is claimed is told of as gone

    def stands(self, mutant: Mutant) -> bool:
        """Whether the words that are to be changed stand where they are said to."""
        lines = self.lines(mutant.file)
        if not 0 < mutant.line <= len(lines) or mutant.column < 1 or mutant.old == mutant.new:
            return False
        return lines[mutant.line - 1].startswith(mutant.old, mutant.column - 1)


#: What could be changed on a page.
Operator = Callable[[Material], Iterable[Mutant]]


def possible(materials: Iterable[Material], operators: Mapping[str, Operator]) -> dict[str, list[Mutant]]:
    """Every mutant of every operator, in the order of the pages."""
    found: dict[str, list[Mutant]] = {name: [] for name in operators}
    for material in materials:
        for name, operator in operators.items():
            made = (replace(mutant, operator=name) for mutant in operator(material))
            found[name] += dict.fromkeys(mutant for mutant in made if material.stands(mutant))
    return found


def chosen(mutants: Mapping[str, Sequence[Mutant]], number: int, seed: int) -> list[Mutant]:
    """As many mutants, operators taking turns; the same for the same seed."""
    chance = random.Random(seed)
    shuffled = [chance.sample(list(each), len(each)) for each in mutants.values()]
    turns = itertools.chain.from_iterable(itertools.zip_longest(*shuffled))
    return list(itertools.islice((mutant for mutant in turns if mutant is not None), number))


def rounds(mutants: Iterable[Mutant], together: Callable[[Mutant], Iterable[str]]) -> list[list[Mutant]]:
    """The mutants in rounds: in each they stand apart, and no two share any of the names that `together` gives.

    Nor are two names misspelt in the same way: what stands in two places is not a slip any more.
    """
    made: list[_Round] = []
    for mutant in mutants:
        slips = set(WORD.findall(mutant.new)).difference(WORD.findall(mutant.old)) if mutant.named else ()
        names = {*together(mutant), f"{mutant.page} {mutant.old}", *(f"new {slip}" for slip in slips)}
        free = next((each for each in made if each.takes(mutant, names)), None)
        if free is None:
            made.append(free := _Round())
        free.add(mutant, names)
    return [each.mutants for each in made]


class _Round:
    def __init__(self) -> None:
        self.mutants: list[Mutant] = []
        self.names: set[str] = set()
        self.lines: dict[str, list[int]] = defaultdict(list)

    def takes(self, mutant: Mutant, names: set[str]) -> bool:
        near: Iterator[int] = (line for line in self.lines[mutant.file] if abs(line - mutant.line) < APART)
        return not names & self.names and next(near, None) is None

    def add(self, mutant: Mutant, names: set[str]) -> None:
        self.mutants.append(mutant)
        self.names |= names
        self.lines[mutant.file].append(mutant.line)
