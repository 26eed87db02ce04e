"""A bracket is not closed."""

from __future__ import annotations

from collections.abc import Iterator

from harness.mutate import Material, Mutant
from harness.mutate.source import at, parsed, readable


def mutants(material: Material) -> Iterator[Mutant]:
    """What is whole on one line, without the bracket at its end."""
    for part in readable(material.page):
        for number, line in enumerate(part.source, 1):
            tree = parsed(line.strip()) if line.endswith((")", "]", "}")) else None
            # In a comment there is no bracket to close.
            if tree is not None and tree.body and tree.body[-1].end_col_offset == len(line.strip().encode()):
                offset = len(line) - 1 + part.prompt(number)
                yield at(part.sample, part.page, part.first + number - 1, offset, line[-1], "")
