"""An attribute of Celery's own objects is called otherwise."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from harness.mutate import Material, Mutant
from harness.mutate.near import near
from harness.mutate.source import parts

#: What lists, texts and dictionaries have as well tells nothing of Celery.
COMMON = frozenset(name for kind in (str, list, dict, set, int) for name in dir(kind))


def mutants(material: Material) -> Iterator[Mutant]:
    """Renamed attributes."""
    for part in parts(material):
        for node in ast.walk(part.tree):
            if not isinstance(node, ast.Attribute) or node.attr not in material.interface - COMMON:
                continue
            new = near(node.attr, material.known)
            if new is not None and node.end_lineno is not None and node.end_col_offset is not None:
                offset = node.end_col_offset - len(node.attr.encode())
                yield part.mutant(node.end_lineno, offset, node.attr, new, named=True)
