"""A module is imported that the release has not."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from harness.mutate import Material, Mutant
from harness.mutate.near import near
from harness.mutate.source import parts


def mutants(material: Material) -> Iterator[Mutant]:
    """Renamed last parts of modules."""
    for part in parts(material):
        for node in ast.walk(part.tree):
            if not isinstance(node, ast.ImportFrom) or node.level or not material.celery(node.module or ""):
                continue
            package, dot, last = (node.module or "").rpartition(".")
            new = near(last, material.known) if dot else None
            if new is not None:
                offset = node.col_offset + len(f"from {package}.")
                yield part.mutant(node.lineno, offset, last, new, named=True)
