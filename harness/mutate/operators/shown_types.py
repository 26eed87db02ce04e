"""A value of another type is shown: a text for a number."""

from __future__ import annotations

from collections.abc import Iterator

from harness.mutate import Material, Mutant
from harness.mutate.shown import shown


def mutants(material: Material) -> Iterator[Mutant]:
    """Numbers in quotes."""
    for each in shown(material):
        if type(each.value) in (int, float):
            yield each.mutant(f"'{each.text}'")
