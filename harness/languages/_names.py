"""Which names a piece of Python defines, and which it needs before it can run."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator

BUILTINS = frozenset(dir(builtins)) | {"__name__", "__file__", "__doc__", "__builtins__"}

#: Nodes whose bodies run later, when somebody calls them.
DEFERRED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def bound(nodes: Iterable[ast.stmt]) -> frozenset[str]:
    """Names that the statements bind at their own level."""
    return frozenset(name for node in nodes for name in _binds(node))


def needed(nodes: Iterable[ast.stmt]) -> frozenset[str]:
    """Names that must be there for the statements to run; bodies of functions do not count, they run later."""
    known: set[str] = set(BUILTINS)
    missing: set[str] = set()
    for node in nodes:
        missing |= {name for name in _uses(node) if name not in known}
        known |= set(_binds(node))
    return frozenset(missing)


def _binds(node: ast.AST) -> Iterator[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield node.name
        return
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        for alias in node.names:
            yield alias.asname or alias.name.partition(".")[0]
        return
    if isinstance(node, ast.ExceptHandler) and node.name:
        yield node.name
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    if isinstance(node, (*DEFERRED, *COMPREHENSIONS)):
        return
    for child in ast.iter_child_nodes(node):
        yield from _binds(child)


def _uses(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name):
        if isinstance(node.ctx, ast.Load):
            yield node.id
        return
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        yield node.target.id
    if isinstance(node, DEFERRED):
        yield from _uses_of_deferred(node)
        return
    if isinstance(node, ast.ClassDef):
        for part in (*node.decorator_list, *node.bases, *node.keywords):
            yield from _uses(part)
        inside = set(bound(node.body))
        yield from (name for statement in node.body for name in _uses(statement) if name not in inside)
        return
    if isinstance(node, COMPREHENSIONS):
        inside = {name for generator in node.generators for name in _binds(generator.target)}
        yield from (name for child in ast.iter_child_nodes(node) for name in _uses(child) if name not in inside)
        return
    if isinstance(node, (ast.With, ast.For, ast.If, ast.Try, ast.While)):
        # What an earlier statement of the block binds is there for the later ones.
        inside = {name for child in ast.iter_child_nodes(node) for name in _binds(child)}
        yield from (name for child in ast.iter_child_nodes(node) for name in _uses(child) if name not in inside)
        return
    for child in ast.iter_child_nodes(node):
        yield from _uses(child)


def _uses_of_deferred(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> Iterator[str]:
    arguments = node.args
    for default in (*arguments.defaults, *arguments.kw_defaults):
        if default is not None:
            yield from _uses(default)
    if isinstance(node, ast.Lambda):
        return
    for decorator in node.decorator_list:
        yield from _uses(decorator)
    annotated = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    for argument in annotated:
        if argument is not None and argument.annotation is not None:
            yield from _uses(argument.annotation)
    if node.returns is not None:
        yield from _uses(node.returns)
