"""An import is forgotten."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import replace

from harness.checks import _imported, _scope
from harness.model import Sample
from harness.mutate import Material, Mutant
from harness.mutate.source import parts


def mutants(material: Material) -> Iterator[Mutant]:
    """Lines that import one name, which the sample uses, left empty; a sample without any import leaves them out.

    What the reader's own modules have may be there without a word, and so may what samples above have imported, and
    what the module has whose docstring this is.
    """
    for part in parts(material):
        imports = [node for node in part.tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
        used = {node.id for node in ast.walk(part.tree) if isinstance(node, ast.Name)}
        if part.sample.language != "python" or len(imports) < 2:
            continue
        for node in imports:
            if len(node.names) != 1 or node.lineno != node.end_lineno or not _is_known(material, node):
                continue
            alias = node.names[0]
            name = alias.asname or alias.name.partition(".")[0]
            others = part.sample.code.replace(part.source[node.lineno - 1], "", 1)
            if name in used and not _is_there(material, part.sample, name) and _is_particular(node, others):
                # It is told where the name is used.
                yield replace(part.mutant(node.lineno, 0, part.source[node.lineno - 1], ""), within=True)


def _is_known(material: Material, node: ast.Import | ast.ImportFrom) -> bool:
    """Whether a module is one of the release, of the standard library, or of others that the docs write for."""
    module = (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
    if isinstance(node, ast.ImportFrom) and node.level:
        return False
    root = module.partition(".")[0]
    own = material.page.name.replace("/", ".")
    inner = f"{module}.{node.names[0].name}"
    if own in (module, inner):
        return False
    return (
        root in _imported.OTHERS or root in sys.stdlib_module_names or material.celery(module) or material.celery(inner)
    )


def _is_particular(node: ast.Import | ast.ImportFrom, others: str) -> bool:
    """Whether one can tell from the rest of a sample what a name is: of other packages, if it writes of them at all.

    What translates texts may be a builtin of the reader's program: `_`.
    """
    if node.names[0].asname == "_":
        return False
    module = (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
    package = module.partition(".")[0]
    return package not in _imported.OTHERS or re.search(rf"\b{package}\b", others) is not None


def _is_there(material: Material, sample: Sample, name: str) -> bool:
    """Whether a sample above binds the name, or more than one line of this one does."""
    above = (each for each in material.page.samples if each.file == sample.file and each.lines[0] < sample.lines[0])
    return any(name in _scope.of(each).bound for each in above) or sample.code.count(f"import {name}") > 1
