"""How a sample uses a name, and which real names could be used so in its stead."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from harness.checks import _nearest
from harness.checks._world import Missing, World


@dataclass(frozen=True, kw_only=True, slots=True)
class Use:
    """What a sample does with a name."""

    decorates: bool = False
    called: bool = False
    inherited: bool = False  # a class's base, or what an `except` names
    members: frozenset[str] = frozenset()  # names behind a dot


def of(nodes: Iterable[ast.AST], is_it: Callable[[ast.expr], bool]) -> Use:
    """The use of what `is_it` tells of expressions; `nodes` are the statements of the sample."""
    decorates = called = inherited = False
    members: set[str] = set()
    for node in _walk(nodes):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            plain = [each.func if isinstance(each, ast.Call) else each for each in node.decorator_list]
            decorates |= any(is_it(each) for each in plain)
        if isinstance(node, ast.ClassDef):
            inherited |= any(is_it(each) for each in node.bases)
        elif isinstance(node, ast.ExceptHandler) and node.type is not None:
            inherited |= any(is_it(each) for each in getattr(node.type, "elts", [node.type]))
        elif isinstance(node, ast.Call):
            called |= is_it(node.func)
        elif isinstance(node, ast.Attribute) and is_it(node.value):
            members.add(node.attr)
    return Use(decorates=decorates, called=called, inherited=inherited, members=frozenset(members))


def _walk(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    return (each for node in nodes for each in ast.walk(node))


def nearest(world: World, error: Missing, use: Use) -> str | None:
    """The name that the missing one clearly stands for and that can be used as it is; None when there is none."""
    near = _nearest.nearest(error.name, (each for each in error.candidates if not each.startswith("_")))
    return near if near is not None and fits(world, error, near, use) else None


def fits(world: World, error: Missing, name: str, use: Use) -> bool:
    """Whether another name of the owner is of the kind that the use demands."""
    kind = world.kind(error.thing, name)
    if not kind:
        return True
    if use.inherited:
        return kind == "class"
    if use.decorates:
        return kind == "function" or (kind == "class" and not name[0].isupper())
    if use.members:
        return kind != "function" and _has(world, error, name, use.members)
    if use.called:
        return kind == "function" or (kind == "class" and _is_class_like(error.name, name))
    # A name with a capital is a class's, one of capitals a constant.
    if error.name.isupper():
        return kind not in ("class", "module")
    return kind == "class" if error.name[0].isupper() else not (kind == "class" and name[0].isupper())


def _is_class_like(wrong: str, name: str) -> bool:
    return wrong[0].isupper() or not name[0].isupper()


def _has(world: World, error: Missing, name: str, members: Iterable[str]) -> bool:
    try:
        owner = world.member(error.thing, name)
        for member in members:
            world.member(owner, member)
    except Missing:
        return False
    return True
