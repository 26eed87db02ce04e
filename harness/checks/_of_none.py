"""Whether the release's code leaves a setting that is not configured as it is, or takes something else for None.

self.port = port or conf.get('cassandra_port', None) or 9042             something else is taken
if self.task.reject_on_worker_lost and is_worker_lost:                   None is as good as false
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from harness.checks import _modules, _prose
from harness.interfaces import Case

#: What is given a value and looks at it only, hands back what it gets, or would fail with None.
HARMLESS = frozenset(
    {"_get", "bool", "callable", "format", "get", "getattr", "isinstance", "setdefault", "symbol_by_name", "update"}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Uses:
    """What one module makes of what it calls by a name."""

    words: frozenset[str]  # names and strings that it has
    replaced: frozenset[str]  # in whose place it may take something else
    given: frozenset[str]  # handed to a callable: nobody follows there
    kept: Mapping[str, frozenset[str]]  # names under which what is read from another is kept


def is_kept(case: Case, setting: str) -> bool:
    """Whether nothing is taken in the place of a setting that is None."""
    # The source is the release's only if the docs are.
    if case.docs.version != case.target.celery:
        return False
    own = setting.partition("_")[2]
    everywhere = {setting, own} if "_" in own else {setting}
    uses = [_uses(case.docs.root, file) for file in _modules.texts(case.docs.root)]
    reading = [each for each in uses if setting in each.words]
    if not reading or any(everywhere & (each.replaced | each.given) for each in uses):
        return False
    return all(not _names(each, setting) & (each.replaced | each.given) for each in reading)


def _names(uses: _Uses, setting: str) -> frozenset[str]:
    """What a module calls what it has read from a setting."""
    return uses.kept.get(setting, frozenset()) | {setting}


@functools.lru_cache(maxsize=1024)
def _uses(root: str, file: str) -> _Uses:
    nodes = list(ast.walk(_prose.tree(root, file)))
    kept: dict[str, frozenset[str]] = {}
    for read, name in _kept(nodes):
        kept[read] = kept.get(read, frozenset()) | {name}
    return _Uses(
        words=frozenset(name for node in nodes for name in _called(node)),
        replaced=frozenset(name for test in _tests(nodes) for name in _called(test)),
        given=frozenset(name for each in _given(nodes) for name in _called(each)),
        kept=kept,
    )


def _called(node: ast.AST) -> tuple[str, ...]:
    """What an expression is called by: its last name, or the key that it is read by."""
    if isinstance(node, ast.Attribute):
        return (node.attr,)
    if isinstance(node, ast.Name):
        return (node.id,)
    if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
        return (str(node.args[0].value),)
    return (node.value,) if isinstance(node, ast.Constant) and isinstance(node.value, str) else ()


def _tests(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Expressions of which code asks whether they are None, or nothing, to take something else then."""
    for node in nodes:
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
            # What is taken before a setting does not take its place.
            yield from (each for at, each in enumerate(node.values[:-1]) if not any(map(_is_read, node.values[at:])))
            yield from filter(_is_read, node.values[:-1])
        elif isinstance(node, ast.IfExp):
            yield from ast.walk(node.test)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield node.operand
        elif isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Is):
            yield node.left


def _is_read(node: ast.AST) -> bool:
    """Whether an expression reads something by its key."""
    return isinstance(node, ast.Call) and bool(node.args) and isinstance(node.args[0], ast.Constant)


def _given(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Arguments of calls, by their places."""
    for node in nodes:
        if isinstance(node, ast.Call) and not HARMLESS.intersection(_called(node.func)):
            yield from (each for each in node.args if not isinstance(each, ast.Constant))


def _kept(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, str]]:
    """Names with those that what they stand for is assigned to, or given on as."""
    for node in nodes:
        if isinstance(node, ast.Assign):
            names = [name for target in node.targets for name in _called(target)]
        elif isinstance(node, ast.keyword) and node.arg:
            names = [node.arg]
        else:
            continue
        values = node.value.values if isinstance(node.value, ast.BoolOp) else [node.value]
        for read in (read for value in values for read in _called(value)):
            yield from ((read, name) for name in names if name != read)
