"""Two arguments of what is Celery's change places."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from harness.mutate import Material, Mutant
from harness.mutate.source import FOREIGN, TASKS, callee, parts, root


def mutants(material: Material) -> Iterator[Mutant]:
    """Calls whose first two arguments are of different kinds, the second one first."""
    for part in parts(material):
        for call in part.calls():
            if callee(call) in TASKS or callee(call) not in material.interface or len(call.args) < 2:
                continue
            if root(call.func) in FOREIGN:
                continue
            first, second = call.args[:2]
            one, other = part.text(first), part.text(second)
            if not one or not other or first.lineno != second.lineno or _kind(first) == _kind(second):
                continue
            line = part.source[first.lineno - 1].encode()
            between = line[first.end_col_offset : second.col_offset].decode()
            yield part.mutant(first.lineno, first.col_offset, one + between + other, other + between + one)


def _kind(node: ast.expr) -> str:
    return type(node.value).__name__ if isinstance(node, ast.Constant) else type(node).__name__
