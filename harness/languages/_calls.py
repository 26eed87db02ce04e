"""Which Python code sends tasks, waits for them, or asks workers."""

from __future__ import annotations

import ast
import inspect

from harness.languages import _names

#: Methods that nobody calls while a module is imported: they send tasks, wait for results or ask workers.
TYPED_CALLS = frozenset(
    [
        "apply",
        "apply_async",
        "broadcast",
        "collect",
        "delay",
        "forget",
        "get",
        "get_leaf",
        "iterate",
        "join",
        "join_native",
        "ping",
        "revoke",
        "send_task",
        "skew",
        "wait",
        "ready",
        "successful",
        "failed",
        "purge",
        "discard_all",
        "rate_limit",
        "time_limit",
        "revive",
        "unlock",
        "enable_events",
    ]
)
#: Attributes that reach the workers, whatever is called on them.
TYPED_ROOTS = frozenset({"control", "inspect"})
#: Functions of the same kind, taken out of where they belong.
TYPED_FUNCTIONS = frozenset({"broadcast", "inspect", "ping"})
#: Methods of what `inspect()` gives that nothing else has.
INSPECTING = frozenset({"active", "active_queues", "query_task", "registered", "reserved", "scheduled"})


def calls_workers(node: ast.AST) -> bool:
    """Whether running the node (not the functions it defines) sends tasks, waits for them or asks workers."""
    if isinstance(node, _names.DEFERRED):
        return False
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr in TYPED_CALLS and not _is_somebody_elses(node, node.func):
            return True
        if any(part in TYPED_ROOTS for part in chain(node.func)) and not _is_python_inspect(node.func):
            return True
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TYPED_FUNCTIONS:
        return True
    return any(calls_workers(child) for child in ast.iter_child_nodes(node))


def _is_somebody_elses(call: ast.Call, function: ast.Attribute) -> bool:
    """`os.environ.get(…)`, `", ".join(…)` and `os.path.join(…)` look like a result's methods."""
    names = chain(function)
    first = call.args[0] if call.args else None
    if function.attr == "get":
        named = isinstance(first, ast.Constant) and isinstance(first.value, str)
        return named or any(part in ("environ", "conf", "headers", "kwargs") for part in names)
    if function.attr == "join":
        return len(call.args) > 1 or "path" in names or isinstance(function.value, (ast.Constant, ast.JoinedStr))
    return names == ["collect", "gc"]


def _is_python_inspect(function: ast.Attribute) -> bool:
    """Whether it is a function of the standard library's module `inspect`."""
    return isinstance(function.value, ast.Name) and function.value.id == "inspect" and hasattr(inspect, function.attr)


def chain(node: ast.AST) -> list[str]:
    """The names of `a.b().c`, last first: c, b, a."""
    parts: list[str] = []
    while True:
        if isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Name):
            parts.append(node.id)
            return parts
        else:
            return parts


def reach_workers(node: ast.AST) -> bool:
    """Whether a worker has to be up before the node runs; one that only sends tasks starts it by that."""
    return any(_asks(child) for child in ast.walk(node))


def _asks(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr in TYPED_ROOTS | {"broadcast", "ping"}
    if not isinstance(node, ast.Call):
        return False
    function = node.func
    if isinstance(function, ast.Attribute):
        return function.attr in INSPECTING
    return isinstance(function, ast.Name) and function.id in TYPED_FUNCTIONS
