"""Calls of the tasks that a page defines, held against the arguments that these take.

Celery refuses a call that does not fit, before anything is sent.  Of a task that the page defines more than once the
call must fit one; what the sample itself defines goes before all others, and of that a sample of bad practice, too,
has to be what somebody could run.

Evidence: the `task` with what it `takes`, and how many `positional` arguments and which `keywords` it is given.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from harness.checks import _found, _history, _nearest, _source, _tasks
from harness.interfaces import Case
from harness.model import CheckName, Finding, Sample

name = "task-calls"

rules: Mapping[str, str] = {
    "unknown-argument": "a keyword argument that the task does not take",
    "excess-argument": "more positional arguments than the task takes",
    "missing-argument": "a call without an argument that the task needs",
}

level: CheckName = "none"
sees = frozenset({"sample"})

#: Methods whose arguments are the task's, and those among them that may be given some of these only.
DIRECT = frozenset({"delay", "s", "si"})
PARTIAL = frozenset({"s", "si"})
#: Methods that take the task's arguments as a sequence and a mapping.
PACKED = frozenset({"apply_async", "apply"})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Call:
    """What a task is given."""

    node: ast.Call
    task: str
    positional: Sequence[ast.expr]
    keywords: Mapping[str, ast.expr | ast.keyword]
    whole: bool  # nothing is left to be added to it


@dataclass(frozen=True, kw_only=True, slots=True)
class _Misfit:
    """Why a task does not take what it is given: where, and what is said of it."""

    rule: str
    node: ast.expr | ast.keyword
    said: str
    suggestion: str | None = None


def find(case: Case) -> Iterable[Finding]:
    """Findings about the calls of tasks in a sample."""
    sample = case.sample
    if sample is None:
        return
    for chunk, call, takers in _calls(case):
        misfits = [_misfit(call, taker) for taker in takers]
        misfit = misfits[-1]
        if misfit is None or None in misfits:
            continue
        at = _source.spot(chunk, misfit.node.lineno, misfit.node.col_offset)
        yield _found.finding(
            case,
            _source.place(case, sample, at, _words(chunk, misfit.node)),
            rule=misfit.rule,
            subject=f"argument:{case.page.name}:{call.task}:{ast.unparse(call.node)}",
            claim=ast.unparse(call.node),
            observed=f"TypeError: {call.task}() {misfit.said}",
            message=f"the task {call.task} {misfit.said}{_found.meant(misfit.suggestion)}",
            suggestion=misfit.suggestion,
            evidence={
                "task": call.task,
                "takes": takers[-1].takes,
                "positional": len(call.positional),
                "keywords": list(call.keywords),
            },
        )


def covers(case: Case) -> bool:
    """Whether the sample calls a task that the page defines."""
    return next(_calls(case), None) is not None


def _calls(case: Case) -> Iterator[tuple[_source.Chunk, _Call, Sequence[_tasks.Defined]]]:
    sample = case.sample
    if sample is None or sample.language not in _source.LANGUAGES:
        return
    own = _tasks.on_page([sample])
    tasks = {**_tasks.on_page(case.page.samples), **own}
    if not tasks:
        return
    read = _source.read(sample)
    for chunk, nodes in read:
        if _fails(sample, chunk):
            continue
        for node in _unguarded(nodes):
            call = _given(node) if isinstance(node, ast.Call) else None
            if call is None or call.task not in tasks:
                continue
            takers = tasks[call.task]
            at = _source.spot(chunk, call.node.lineno, call.node.col_offset)
            told = _history.told(case, sample.code, at.line, works=call.task in own)
            if all(each.checked for each in takers) and not told:
                yield chunk, call, takers


def _words(chunk: _source.Chunk, node: ast.expr | ast.keyword) -> str:
    """An argument as it is written, of one by name the name."""
    if isinstance(node, ast.keyword):
        return node.arg or ""
    text = "\n".join(chunk.mended or chunk.lines)
    return (ast.get_source_segment(text, node) or ast.unparse(node)).partition("\n")[0]


def _fails(sample: Sample, chunk: _source.Chunk) -> bool:
    """Whether the page shows that what is entered here is refused."""
    if not chunk.prompts[0]:
        return False
    for line in sample.code.split("\n")[chunk.first + len(chunk.lines) :]:
        if _source.PROMPT.match(line):
            return False
        if "TypeError" in line:
            return True
    return False


def _unguarded(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """All nodes, those left out whose failure is expected: `with pytest.raises(TypeError):`."""
    for node in nodes:
        if isinstance(node, ast.With) and any("raises" in ast.unparse(item.context_expr) for item in node.items):
            continue
        inner = [*node.orelse, *node.finalbody] if isinstance(node, ast.Try) and node.handlers else None
        yield node
        yield from _unguarded(ast.iter_child_nodes(node) if inner is None else inner)


def _given(node: ast.Call) -> _Call | None:
    """What a call gives a task; None when it calls none, or it is not all written out."""
    if not isinstance(node.func, ast.Attribute) or not isinstance(node.func.value, ast.Name):
        return None
    method, task = node.func.attr, node.func.value.id
    if method in DIRECT:
        positional: Sequence[ast.expr] = node.args
        if any(each.arg is None for each in node.keywords):
            return None
        keywords: dict[str, ast.expr | ast.keyword] = {each.arg: each for each in node.keywords if each.arg}
    elif method in PACKED and node.args and isinstance(node.args[0], (ast.Tuple, ast.List)):
        positional = node.args[0].elts
        packed = [*node.args[1:2], *(each.value for each in node.keywords if each.arg in ("kwargs", None))]
        if not all(isinstance(each, ast.Dict) for each in packed):
            return None
        pairs = [
            pair for each in packed if isinstance(each, ast.Dict) for pair in zip(each.keys, each.values, strict=True)
        ]
        keywords = {str(key.value): key for key, _ in pairs if isinstance(key, ast.Constant)}
        if len(keywords) != len(pairs):
            return None
    else:
        return None
    # `f(...)` leaves its arguments to the reader.
    if any(isinstance(each, ast.Starred) or getattr(each, "value", None) is ... for each in positional):
        return None
    return _Call(node=node, task=task, positional=positional, keywords=keywords, whole=method not in PARTIAL)


def _misfit(call: _Call, task: _tasks.Defined) -> _Misfit | None:
    if len(call.positional) > len(task.positional) and not task.any_positional:
        excess = call.positional[len(task.positional)]
        taken = len(task.positional)
        said = f"takes {taken} positional argument{'s' if taken != 1 else ''}, not {len(call.positional)}"
        return _Misfit(rule="excess-argument", node=excess, said=said)
    # A signature can be made of anything, and what is given to it later may take its place.
    for keyword, node in call.keywords.items() if call.whole else ():
        if keyword not in task.keywords and not task.any_keyword:
            return _Misfit(
                rule="unknown-argument",
                node=node,
                said=f"takes no argument {keyword}",
                suggestion=_nearest.nearest(keyword, task.keywords),
            )
    missing = sorted(task.required - set(task.positional[: len(call.positional)]) - call.keywords.keys())
    if call.whole and missing:
        said = f"needs {' and '.join(missing)}"
        return _Misfit(rule="missing-argument", node=call.node.func, said=said)
    return None
