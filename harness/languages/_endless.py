"""Which Python code has no end of its own in a reader's session."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator, Sequence

from harness.languages import _names
from harness.languages._calls import chain

#: What waits for a person at the keyboard: builtin functions, and functions of modules.
ASKING = frozenset({"input", "raw_input", "breakpoint", "getpass", "set_trace", "interact"})
ASKING_MODULES = frozenset({"pdb", "rdb", "code", "getpass"})


def is_for_script(node: ast.stmt) -> bool:
    """Whether the statement is `if __name__ == "__main__":`."""
    if not isinstance(node, ast.If) or not isinstance(node.test, ast.Compare) or node.orelse:
        return False
    sides = [node.test.left, *node.test.comparators]
    return any(isinstance(side, ast.Name) and side.id == "__name__" for side in sides) and any(
        isinstance(side, ast.Constant) and side.value == "__main__" for side in sides
    )


def reached(nodes: Sequence[ast.stmt]) -> list[ast.stmt]:
    """The statements of one text that a reader gets to: those on the lines before the first one that has no end."""
    found = list(itertools.takewhile(lambda node: not unending(node), nodes))
    if len(found) < len(nodes):
        return [node for node in found if (node.end_lineno or node.lineno) < nodes[len(found)].lineno]
    return found


def unending(node: ast.stmt) -> str:
    """Why a statement has no end of its own in a reader's session: "staying", "interactive"; "" when it has one."""
    if is_for_script(node):
        return ""
    for child in _run_now(node):
        if isinstance(child, ast.While) and isinstance(child.test, ast.Constant) and child.test.value:
            if not any(isinstance(below, (ast.Break, ast.Raise)) for below in _run_now(child)):
                return "staying"
        elif isinstance(child, ast.Call):
            called = chain(child.func)
            if called and called[0] in ASKING and (len(called) == 1 or called[-1] in ASKING_MODULES):
                return "interactive"
            if _stays(child, called):
                return "staying"
    return ""


def _stays(call: ast.Call, called: Sequence[str]) -> bool:
    """Whether a call starts a worker, a beat or a receiver of events in the reader's own process."""
    if called[:1] == ["worker_main"] and len(called) > 1:
        return True
    if called[:1] == ["start"]:
        return called[1:] in (["app"], ["celery"], ["celery_app"]) or called[1:2] in (["Worker"], ["WorkController"])
    if called[:1] == ["run"]:
        return called[1:2] == ["Beat"]
    if called[:1] == ["capture"] and len(called) > 1:
        given = {keyword.arg: keyword.value for keyword in call.keywords}
        bounds = [*call.args, *(given[name] for name in ("limit", "timeout") if name in given)]
        return not any(isinstance(bound, ast.Constant) and bound.value is not None for bound in bounds)
    return False


def _run_now(node: ast.AST) -> Iterator[ast.AST]:
    """The node and those below it that run with it, not in a function that somebody calls later."""
    if not isinstance(node, _names.DEFERRED):
        yield node
        for child in ast.iter_child_nodes(node):
            yield from _run_now(child)
