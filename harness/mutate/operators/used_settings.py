"""A setting is used by a name that the release has not."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from harness.checks import _scope
from harness.mutate import Material, Mutant
from harness.mutate.near import near
from harness.mutate.source import Part, parts


def mutants(material: Material) -> Iterator[Mutant]:
    """Settings that samples assign or give, called otherwise."""
    for part in parts(material):
        read = _scope.of(part.sample).read
        for line, offset, name in _settings(part):
            # What the sample reads itself is a variable.
            new = None if name in read else _near(material, name)
            if new is not None:
                yield part.mutant(line, offset, name, new, named=True)


def _near(material: Material, name: str) -> str | None:
    return near(name, material.known | material.settings) if name in material.settings else None


def _settings(part: Part) -> Iterator[tuple[int, int, str]]:
    for node in ast.walk(part.tree):
        for target in node.targets if isinstance(node, ast.Assign) else ():
            if isinstance(target, ast.Name):
                yield target.lineno, target.col_offset, target.id
            elif isinstance(target, ast.Attribute) and target.end_col_offset is not None:
                yield target.end_lineno or 0, target.end_col_offset - len(target.attr), target.attr
        for keyword in node.keywords if isinstance(node, ast.Call) else ():
            if keyword.arg:
                yield keyword.lineno, keyword.col_offset, keyword.arg
