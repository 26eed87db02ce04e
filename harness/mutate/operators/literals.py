"""A number in code is another one than the result shows."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from harness.mutate import Material, Mutant
from harness.mutate.shown import value
from harness.mutate.source import parts


def mutants(material: Material) -> Iterator[Mutant]:
    """Numbers of what prints a number, or a list of them, one more."""
    for part in parts(material):
        if part.shown is None or not isinstance(value(part.shown), (int, float, list)):
            continue
        below = part.first + len(part.source)
        lines = part.sample.lines[below : below + part.shown.count("\n") + 1]
        for node in ast.walk(part.tree):
            if isinstance(node, ast.Constant) and type(node.value) is int:
                text = part.text(node)
                if text.isdigit():
                    mutant = part.mutant(node.lineno, node.col_offset, text, str(node.value + 1))
                    # What is shown may be the same: a time to wait, the longer one of two lists.
                    yield replace(mutant, within=True, by_run=True, compared=True, shows=tuple(lines))
