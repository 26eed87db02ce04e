"""What samples show as the result of a line."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from harness.mutate import Material, Mutant
from harness.mutate.source import Part, at, parts


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A value on one line below what gives it."""

    part: Part
    text: str
    value: Any
    index: int  # of its line in the sample

    def mutant(self, new: str) -> Mutant:
        """Another text for it."""
        made = at(self.part.sample, self.part.page, self.index, 0, self.text, new)
        return replace(made, compared=True)


def shown(material: Material) -> Iterator[Shown]:
    """Values that are shown on one line."""
    for part in parts(material):
        found = value(part.shown)
        if found is not None and part.shown is not None and "\n" not in part.shown:
            lines = part.sample.code.split("\n")
            index = part.first + len(part.source)
            if index < len(lines) and lines[index] == part.shown:
                yield Shown(part=part, text=part.shown, value=found, index=index)


def value(text: str | None) -> Any:
    """What a shown text says as a value of Python; None when it is none."""
    try:
        return ast.literal_eval(text) if text else None
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None
