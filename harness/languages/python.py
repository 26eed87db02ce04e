"""Python as it stands in a file: definitions are saved into a module, calls are typed."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from harness.languages import _calls, _endless, _names, _nodes
from harness.model import Sample, Step, StepKind

name = "python"

#: Seconds that a step may take.
LIMIT = 8.0

#: Whether running a node sends tasks, waits for them or asks workers.
calls_workers = _calls.calls_workers


def parse(code: str) -> None:
    """Raise SyntaxError when the code does not compile."""
    compile(code, "<sample>", "exec", dont_inherit=True)


def binds(code: str) -> frozenset[str]:
    """Names that the code defines at its top level when it is imported."""
    return _names.bound(_imported(code))


def needs(code: str) -> frozenset[str]:
    """Names that have to be there before the code is imported."""
    return _names.needed(_imported(code))


def reasons(code: str) -> Sequence[tuple[int, str]]:
    """Statements that a reader does not get to: index of the line, and the typed reason ("staying", "interactive")."""
    body = ast.parse(code).body
    rest = body[len(_endless.reached(body)) :]
    reason = next((reason for node in rest if (reason := _endless.unending(node))), "")
    return [(_first_line(node) - 1, reason) for node in rest]


def steps(sample: Sample) -> Sequence[Step]:
    """Runs of statements of one kind: what a module holds is saved, what calls workers is typed."""
    found: list[Step] = []
    typed_names: set[str] = set()
    lines = sample.code.split("\n")
    run: list[ast.stmt] = []
    kind: StepKind = "module"
    for node in _endless.reached(ast.parse(sample.code).body):
        this = _kind(node, typed_names)
        typed_names.difference_update(_names.bound([node]))
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


def _imported(code: str) -> list[ast.stmt]:
    """The code without what only `python FILE` runs."""
    return [node for node in _endless.reached(ast.parse(code).body) if not _endless.is_for_script(node)]


def _kind(node: ast.stmt, typed_names: set[str]) -> StepKind:
    if isinstance(node, (ast.Import, ast.ImportFrom)) or _endless.is_for_script(node):
        return "module"
    if _names.needed([node]) & typed_names:
        return "typed"
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return "module"
    return "typed" if calls_workers(node) else "module"


def _first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(item.lineno for item in decorators)])


def _step(sample: Sample, lines: Sequence[str], nodes: Sequence[ast.stmt], kind: StepKind) -> Step:
    first = _first_line(nodes[0]) - 1
    last = nodes[-1].end_lineno or nodes[-1].lineno
    source = "\n".join(lines[first:last])
    return Step(
        sample=sample.key,
        kind=kind,
        source=source,
        first=first,
        shown=None,
        worker=kind == "typed" and any(_calls.reach_workers(node) for node in nodes),
        limit=LIMIT,
        nodes=_nodes.spoken_to(nodes) if kind == "typed" else (),
    )


def reaches_workers(source: str) -> bool:
    """Whether a worker has to be up before the source runs."""
    return _calls.reach_workers(ast.parse(source))


def nodes(source: str) -> tuple[str, ...]:
    """Names of workers that the source speaks to."""
    return _nodes.spoken_to([ast.parse(source)])
