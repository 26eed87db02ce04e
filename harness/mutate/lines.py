"""Lines of a terminal in samples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from harness.model import Page, Sample
from harness.mutate import Mutant
from harness.mutate.source import at, samples

PROMPT = re.compile(r"[$#%] +")


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line that calls Celery, with the offset of each of its words."""

    sample: Sample
    page: str
    index: int
    words: tuple[tuple[int, str], ...]

    def mutant(self, word: int, new: str, *, named: bool = False) -> Mutant:
        """Another word."""
        offset, old = self.words[word]
        return at(self.sample, self.page, self.index, offset, old, new, named=named)


def celery_lines(page: Page) -> Iterator[Line]:
    """Lines of terminals that begin with ``celery``."""
    for sample in samples(page, "console", "bash", "sh"):
        for index, text in enumerate(sample.code.split("\n")):
            prompt = PROMPT.match(text)
            begin = prompt.end() if prompt else 0
            words = tuple((word.start(), word[0]) for word in re.finditer(r"\S+", text) if word.start() >= begin)
            if words and words[0][1] == "celery":
                yield Line(sample=sample, page=page.name, index=index, words=words)
