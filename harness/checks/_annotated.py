"""What the code itself says of an argument's type, or of what is returned: the annotation below a docstring's words."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from harness.checks import _body, _prose
from harness.checks._world import World
from harness.interfaces import Case
from harness.model import Claim

#: Annotations of what holds or gives the thing that a docstring speaks of.
AROUND = frozenset(
    {"Optional", "Iterable", "Iterator", "Generator", "ContextManager", "AsyncIterator", "Awaitable", "Type"}
)


def path(case: Case, claim: Claim) -> str | None:
    """The path, as the module imports it, of the class that is annotated where a docstring names a type.

    None when nothing is annotated, or something else than a class of the release.
    """
    if case.docs.version != case.target.celery or not claim.file.endswith(".py"):
        return None
    own = _body.function(case, claim)
    if own is None:
        return None
    annotation = _inner(_annotation(case, claim, own))
    if annotation is None:
        return None
    first, dot, rest = ast.unparse(annotation).partition(".")
    imported = dict(_imports(case, claim)).get(first)
    if imported is None:
        return None
    found = f"{imported}{dot}{rest}"
    thing = World(case.facts).resolve(found)
    return found if thing is not None and thing.kind == "class" else None


def _annotation(case: Case, claim: Claim, own: _body.Function) -> ast.expr | None:
    """The annotation of the argument that the claim's line describes, else of what is returned."""
    here = [each for each in case.page.claims if (each.file, each.line, each.scope) == _at(claim)]
    told = [each.subject for each in here if each.kind == "parameter"]
    if not told:
        return own.returns
    every = [*own.args.posonlyargs, *own.args.args, *own.args.kwonlyargs]
    return next((each.annotation for each in every if told == [each.arg]), None)


def _at(claim: Claim) -> tuple[str, int, str]:
    return claim.file, claim.line, claim.scope


def _inner(node: ast.expr | None) -> ast.expr | None:
    """The name within what holds it; None for what is no name."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        try:
            node = ast.parse(node.value, mode="eval").body
        except SyntaxError:
            return None
    if isinstance(node, ast.Subscript) and ast.unparse(node.value).rpartition(".")[2] in AROUND:
        first = node.slice.elts[0] if isinstance(node.slice, ast.Tuple) else node.slice
        return _inner(first)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        sides = [each for each in (node.left, node.right) if ast.unparse(each) != "None"]
        return _inner(sides[0]) if len(sides) == 1 else None
    return node if isinstance(node, (ast.Name, ast.Attribute)) else None


def _imports(case: Case, claim: Claim) -> Iterator[tuple[str, str]]:
    """Names that the module imports by whole paths, and these."""
    for node in ast.walk(_prose.tree(case.docs.root, claim.file)):
        if isinstance(node, ast.ImportFrom) and not node.level:
            yield from ((each.asname or each.name, f"{node.module}.{each.name}") for each in node.names)
