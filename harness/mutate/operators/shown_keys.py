"""A dictionary is shown with another key."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from harness.mutate import Material, Mutant
from harness.mutate.near import near
from harness.mutate.shown import shown


def mutants(material: Material) -> Iterator[Mutant]:
    """Keys of what is shown, called otherwise."""
    for each in shown(material):
        for node in ast.walk(ast.parse(each.text, mode="eval")):
            for key in node.keys if isinstance(node, ast.Dict) else ():
                if isinstance(key, ast.Constant) and isinstance(key.value, str) and key.value.isidentifier():
                    new = near(key.value, ())
                    start = each.text.index(key.value, key.col_offset)
                    if new is not None:
                        yield each.mutant(each.text[:start] + new + each.text[start + len(key.value) :])
