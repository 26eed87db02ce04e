"""What a callable takes in place of None for an argument, as its own source says: `float(interval or 2.0)`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from harness.checks import _prose
from harness.interfaces import Case
from harness.model import Claim

Function = ast.FunctionDef | ast.AsyncFunctionDef


def instead_of_none(case: Case, claim: Claim) -> str | None:
    """The one literal that stands for an argument which is not given; None when there is none, or more than one.

    A docstring and the code below it are of one file, which is the release's only if the docs are.
    """
    if case.docs.version != case.target.celery or not claim.file.endswith(".py"):
        return None
    own = function(case, claim)
    if own is None:
        return None
    found = {ast.unparse(each) for node in ast.walk(own) for each in _fallbacks(node, claim.subject)}
    return found.pop() if len(found) == 1 else None


def function(case: Case, claim: Claim) -> Function | None:
    """The function of a docstring; of a class, what makes an instance."""
    module = claim.file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    node: ast.AST = _prose.tree(case.docs.root, claim.file)
    if not claim.scope.startswith(f"{module}."):
        return None
    for name in claim.scope.removeprefix(f"{module}.").split("."):
        inner = _member(node, name)
        if inner is None:
            return None
        node = inner
    if isinstance(node, ast.ClassDef):
        made = _member(node, "__init__")
        node = made if made is not None else node
    return node if isinstance(node, Function) else None


def _member(node: ast.AST, name: str) -> Function | ast.ClassDef | None:
    inner = [each for each in getattr(node, "body", ()) if isinstance(each, (ast.ClassDef, Function))]
    return next((each for each in inner if each.name == name), None)


def _fallbacks(node: ast.AST, name: str) -> Iterator[ast.Constant]:
    """Literals that stand for the argument when it is None, or empty."""
    found: ast.expr | None = None
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or) and _is(node.values[0], name):
        found = node.values[-1]
    elif isinstance(node, ast.IfExp) and (kind := _tests(node.test, name)) is not None:
        found = node.body if kind is ast.Is else node.orelse
    elif isinstance(node, ast.If) and _tests(node.test, name) is ast.Is:
        sets = (each for each in node.body if isinstance(each, ast.Assign) and _is(each.targets[0], name))
        found = next((each.value for each in sets), None)
    if isinstance(found, ast.Constant):
        yield found


def _tests(test: ast.expr, name: str) -> type[ast.cmpop] | None:
    """How a test compares the argument with None."""
    if not isinstance(test, ast.Compare) or not _is(test.left, name) or len(test.ops) != 1:
        return None
    other = test.comparators[0]
    return type(test.ops[0]) if isinstance(other, ast.Constant) and other.value is None else None


def _is(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
