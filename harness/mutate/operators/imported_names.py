"""A name is imported that the module has not."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from harness.mutate import Material, Mutant
from harness.mutate.near import near
from harness.mutate.source import parts


def mutants(material: Material) -> Iterator[Mutant]:
    """Renamed names of ``from … import`` lines."""
    for part in parts(material):
        for node in ast.walk(part.tree):
            if isinstance(node, ast.ImportFrom) and not node.level and material.celery(node.module or ""):
                for alias in node.names:
                    new = None if alias.name == "*" else near(alias.name, material.known)
                    if new is not None:
                        yield part.mutant(alias.lineno, alias.col_offset, alias.name, new, named=True)
