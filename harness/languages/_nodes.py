"""Workers that Python code speaks to by name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

#: Methods, and functions that are these methods, whose first argument is the workers spoken to.
FIRST = frozenset({"inspect", "ping", "enable_events", "disable_events", "heartbeat", "shutdown"})
NAME = re.compile(r"[\w.-]+(?:@[\w.-]+)?")


def spoken_to(nodes: Iterable[ast.AST]) -> tuple[str, ...]:
    """Names of workers that stand in calls as they are, in order; as Celery takes them, nothing is completed.

    Those that are the values of variables are nobody's to know.
    """
    found = (name for node in nodes for call in ast.walk(node) if isinstance(call, ast.Call) for name in _of(call))
    return tuple(dict.fromkeys(found))


def _of(call: ast.Call) -> Iterator[str]:
    function = call.func
    method = function.attr if isinstance(function, ast.Attribute) else ""
    called = method or (function.id if isinstance(function, ast.Name) else "")
    for keyword in call.keywords:
        if keyword.arg == "destination" and (method or called in FIRST):
            yield from _names(keyword.value)
    if called in FIRST and call.args:
        yield from _names(call.args[0])
    elif _is_remote(function):
        # The place of the destination is another in each method: only workers have an @ in their names.
        for argument in call.args:
            names = list(_names(argument)) if isinstance(argument, (ast.List, ast.Tuple)) else []
            if names and all("@" in name for name in names):
                yield from names


def _names(node: ast.expr) -> Iterator[str]:
    """Names in a literal: a string, or a list of strings."""
    elements = node.elts if isinstance(node, (ast.List, ast.Tuple, ast.Set)) else [node]
    for element in elements:
        if isinstance(element, ast.Constant) and isinstance(element.value, str) and NAME.fullmatch(element.value):
            yield element.value


def _is_remote(function: ast.expr) -> bool:
    """Whether it is a method of `….control`, or of what `….inspect(…)` gives."""
    return isinstance(function, ast.Attribute) and any(
        isinstance(part, ast.Attribute) and part.attr in ("control", "inspect") for part in ast.walk(function.value)
    )
