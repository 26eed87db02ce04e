"""Lines of a terminal in samples."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from harness.model import Sample
from harness.mutate import Material, Mutant
from harness.mutate.source import at, samples

#: Options before the sub-command that take a value.
VALUED = ("-A", "--app", "-b", "--broker", "--workdir")
PROMPT = re.compile(r"[$#%] +")


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line that calls Celery, with the offset of each of its words."""

    sample: Sample
    page: str
    index: int
    words: tuple[tuple[int, str], ...]

    @property
    def command(self) -> int:
        """The number of the word that is the sub-command; that of the last word and one when there is none."""
        number = 1
        while number < len(self.words) and self.words[number][1].startswith("-"):
            number += 2 if self.words[number][1] in VALUED else 1
        return min(number, len(self.words))

    def is_known(self, commands: Collection[str]) -> bool:
        """Whether the release itself has the sub-command, or there is none: what others take nobody knows."""
        return self.command == len(self.words) or self.words[self.command][1] in commands

    def mutant(self, word: int, new: str, *, named: bool = False) -> Mutant:
        """Another word."""
        offset, old = self.words[word]
        return at(self.sample, self.page, self.index, offset, old, new, named=named)


def celery_lines(material: Material) -> Iterator[Line]:
    """Lines that are entered in terminals and begin with ``celery``."""
    for sample in samples(material.page, "console", "bash", "sh"):
        lines = sample.code.split("\n")
        prompted = any(map(PROMPT.match, lines))
        for index, text in enumerate(lines):
            prompt = PROMPT.match(text)
            begin = prompt.end() if prompt else 0
            words = tuple((word.start(), word[0]) for word in re.finditer(r"\S+", text) if word.start() >= begin)
            # Between prompts a line without one is printed.
            entered = prompt is not None or not prompted
            if entered and words and words[0][1] == "celery" and not material.past(sample, index):
                yield Line(sample=sample, page=material.page.name, index=index, words=words)
