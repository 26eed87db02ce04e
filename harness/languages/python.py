"""Python as it stands in a file: definitions are saved into a module, calls are typed."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from harness.languages import _names
from harness.model import Sample, Step, StepKind

name = "python"

#: Seconds that a step may take.
LIMIT = 8.0

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


def parse(code: str) -> None:
    """Raise SyntaxError when the code does not compile."""
    compile(code, "<sample>", "exec", dont_inherit=True)


def binds(code: str) -> frozenset[str]:
    """Names that the code defines at its top level."""
    return _names.bound(ast.parse(code).body)


def needs(code: str) -> frozenset[str]:
    """Names that have to be there before the code runs."""
    return _names.needed(ast.parse(code).body)


def steps(sample: Sample) -> Sequence[Step]:
    """Runs of statements of one kind: what a module holds is saved, what calls workers is typed."""
    found: list[Step] = []
    typed_names: set[str] = set()
    lines = sample.code.split("\n")
    run: list[ast.stmt] = []
    kind: StepKind = "module"
    body = ast.parse(sample.code).body
    for node in body:
        this = _kind(node, typed_names)
        if this == "typed":
            typed_names |= _names.bound([node])
        same_line = run and run[-1].end_lineno == node.lineno
        if run and this != kind and not same_line:
            found.append(_step(sample, lines, run, kind))
            run = []
        kind = "typed" if same_line and "typed" in (kind, this) else this
        run.append(node)
    if run:
        found.append(_step(sample, lines, run, kind))
    return found


def _kind(node: ast.stmt, typed_names: set[str]) -> StepKind:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)):
        return "module"
    if _names.needed([node]) & typed_names or calls_workers(node):
        return "typed"
    return "module"


def calls_workers(node: ast.AST) -> bool:
    """Whether running the node (not the functions it defines) sends tasks, waits for them or asks workers."""
    if isinstance(node, _names.DEFERRED):
        return False
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr in TYPED_CALLS and not _is_plain_mapping(node.func):
            return True
        if any(part in TYPED_ROOTS for part in _chain(node.func)):
            return True
    return any(calls_workers(child) for child in ast.iter_child_nodes(node))


def _is_plain_mapping(function: ast.Attribute) -> bool:
    """`os.environ.get(…)` and `conf.get(…)` look like a result's `get`, and are a mapping's."""
    chain = _chain(function)
    return function.attr == "get" and any(part in ("environ", "conf", "headers", "kwargs") for part in chain)


def _chain(node: ast.AST) -> list[str]:
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


def _step(sample: Sample, lines: Sequence[str], nodes: Sequence[ast.stmt], kind: StepKind) -> Step:
    first = min([nodes[0].lineno, *(item.lineno for item in getattr(nodes[0], "decorator_list", []))]) - 1
    last = nodes[-1].end_lineno or nodes[-1].lineno
    source = "\n".join(lines[first:last])
    return Step(
        sample=sample.key,
        kind=kind,
        source=source,
        first=first,
        shown=None,
        worker=kind == "typed" and any(_reaches_workers(node) for node in nodes),
        limit=LIMIT,
    )


def _reaches_workers(node: ast.AST) -> bool:
    """Whether a worker has to be up before the node runs; one that only sends tasks starts it by that."""
    return any(
        isinstance(child, ast.Attribute) and child.attr in (TYPED_ROOTS | {"broadcast", "ping"})
        for child in ast.walk(node)
    )


def reaches_workers(source: str) -> bool:
    """Whether a worker has to be up before the source runs."""
    return any(_reaches_workers(node) for node in ast.parse(source).body)
