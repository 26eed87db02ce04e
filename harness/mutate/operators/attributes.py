"""An attribute of Celery's own objects is called otherwise."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from harness.checks._bindings import APP
from harness.mutate import Material, Mutant
from harness.mutate.near import near
from harness.mutate.source import FOREIGN, Part, parts, root

#: What lists, texts and dictionaries have as well tells nothing of Celery.
COMMON = frozenset(name for kind in (str, list, dict, set, int) for name in dir(kind))
#: What everybody calls an object of Python's own.
OTHERS = frozenset({"log", "logger", "logging"}) | FOREIGN


def mutants(material: Material) -> Iterator[Mutant]:
    """Renamed attributes, of what is not the reader's own."""
    for part in parts(material):
        readers = _readers(part)
        for node in ast.walk(part.tree):
            if not isinstance(node, ast.Attribute) or node.attr not in material.interface - COMMON:
                continue
            new = near(node.attr, material.known)
            if new is None or root(node) in readers or node.end_lineno is None or node.end_col_offset is None:
                continue
            offset = node.end_col_offset - len(node.attr.encode())
            yield part.mutant(node.end_lineno, offset, node.attr, new, named=True)


def _readers(part: Part) -> set[str]:
    """Names of what the part gets from elsewhere, or makes of the reader's classes: nobody knows what they have."""
    found = set(OTHERS)
    for node in ast.walk(part.tree):
        if isinstance(node, ast.FunctionDef):
            args = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            first = node.decorator_list and args and args[0].arg == "self"
            found |= {each.arg for each in (args[1:] if first else args) if each.annotation is None} - {APP}
        elif isinstance(node, (ast.For, ast.comprehension)) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            made = root(node.value.func)
            if made[:1].isupper() and not _is_imported(part, made):
                found |= {each.id for each in node.targets if isinstance(each, ast.Name)}
    return found


def _is_imported(part: Part, name: str) -> bool:
    return any(
        (alias.asname or alias.name) == name
        for node in ast.walk(part.tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    )
