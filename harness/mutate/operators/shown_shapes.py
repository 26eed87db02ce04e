"""What is shown has another shape: it stands in a list, or its list is gone."""

from __future__ import annotations

from collections.abc import Iterator

from harness.mutate import Material, Mutant
from harness.mutate.shown import shown


def mutants(material: Material) -> Iterator[Mutant]:
    """Values in brackets; lists of one item without theirs."""
    for each in shown(material):
        if isinstance(each.value, list) and all(item is ... for item in each.value):
            continue  # whatever there is, or nothing
        if isinstance(each.value, list) and len(each.value) == 1 and each.text[0] + each.text[-1] == "[]":
            yield each.mutant(each.text[1:-1])
        else:
            yield each.mutant(f"[{each.text}]")
