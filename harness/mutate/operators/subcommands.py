"""A sub-command, or a command of remote control, is called otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from harness.mutate import Material, Mutant
from harness.mutate.lines import celery_lines
from harness.mutate.near import near


def mutants(material: Material) -> Iterator[Mutant]:
    """Renamed sub-commands, and what follows those that take one of their own."""
    for line in celery_lines(material):
        number = line.command
        for position in (number, number + 1):
            deeper = position > number and line.words[number][1] not in ("inspect", "control")
            if position >= len(line.words) or deeper:
                break
            word = line.words[position][1]
            new = near(word, material.known) if word.isidentifier() else None
            if new is not None:
                yield line.mutant(position, new, named=True)
