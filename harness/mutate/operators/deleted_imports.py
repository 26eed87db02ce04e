"""An import is forgotten."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from harness.mutate import Material, Mutant
from harness.mutate.source import parts


def mutants(material: Material) -> Iterator[Mutant]:
    """Lines that import one name, which the sample uses, left empty; a sample without any import leaves them out."""
    for part in parts(material):
        imports = [node for node in part.tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
        used = {node.id for node in ast.walk(part.tree) if isinstance(node, ast.Name)}
        if part.sample.language != "python" or len(imports) < 2:
            continue
        for node in imports:
            if len(node.names) == 1 and node.lineno == node.end_lineno:
                alias = node.names[0]
                if (alias.asname or alias.name.partition(".")[0]) in used:
                    # It is told where the name is used.
                    yield replace(part.mutant(node.lineno, 0, part.source[node.lineno - 1], ""), within=True)
