"""Results of `delay` and `apply_async` that a sample holds against a value: what the task returns is meant.

    assert add.delay(2, 2) == 4

What a call returns is a result, which is equal to no value but its own id; `.get()` waits for what the task returns.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from harness.checks import _found, _history, _source
from harness.interfaces import Case
from harness.model import CheckName, Finding, Sample

name = "compared-results"

rules: Mapping[str, str] = {"compared-result": "a result that is compared with the value that the task returns"}

level: CheckName = "resolve"
sees = frozenset({"sample"})

CALLS = frozenset({"delay", "apply_async"})
#: What has the name of a call and is another, or stands in for one.
OWN = re.compile(r"\bdef (?:delay|apply_async)\b")
MOCK = re.compile(r"\b(?:return_value|side_effect|patch|\w*mock\w*)\b", re.I)


def find(case: Case) -> Iterable[Finding]:
    """Findings about comparisons of results with values."""
    sample = case.sample
    if sample is None or sample.language not in _source.LANGUAGES or _history.told(case):
        return
    if MOCK.search(sample.code) or any(OWN.search(each.code) for each in case.page.samples):
        return
    for chunk, compared, call in _compared(sample):
        at = _source.spot(chunk, call.lineno, call.col_offset)
        end = _source.spot(chunk, call.end_lineno or call.lineno, call.end_col_offset or 0)
        if _history.told(case, sample.code, at.line):
            continue
        line = sample.code.split("\n")[at.line]
        text = line[at.column : end.column] if end.line == at.line else line[at.column :]
        expression = ast.unparse(compared)
        yield _found.finding(
            case,
            _source.place(case, sample, at, text),
            rule="compared-result",
            subject=f"compared:{expression}",
            claim=expression,
            observed="a result is equal to no value",
            message=f"{ast.unparse(call.func)}() returns a result, which is equal to no value: .get() is missing",
            suggestion=f"{text}.get()" if end.line == at.line else None,
            evidence=_evidence(call, _other(compared, call)),
        )


def _evidence(call: ast.Call, value: ast.expr) -> Mapping[str, Any]:
    """What shows it: the call, what is called, and the value; nothing for a task that has no plain name."""
    task = ast.unparse(call.func).rpartition(".")[0]
    if not all(part.isidentifier() for part in task.split(".")):
        return {}
    return {"call": ast.unparse(call), "task": task, "value": ast.unparse(value)}


def covers(case: Case) -> bool:
    """Never: that results are not compared says nothing of them."""
    return False


def _compared(sample: Sample) -> Iterator[tuple[_source.Chunk, ast.Compare, ast.Call]]:
    for chunk, nodes in _source.read(sample):
        # What is typed at a prompt may be there to show that it is false.
        typed = {id(node.value) for node in nodes if isinstance(node, ast.Expr) and any(chunk.prompts)}
        for node in (inner for each in nodes for inner in ast.walk(each)):
            if not isinstance(node, ast.Compare) or id(node) in typed:
                continue
            match node:
                case ast.Compare(left=ast.Call() as call, ops=[ast.Eq()], comparators=[value]):
                    pass
                case ast.Compare(left=value, ops=[ast.Eq()], comparators=[ast.Call() as call]):
                    pass
                case _:
                    continue
            if _sends(call) and _is_value(value, call):
                yield chunk, node, call


def _other(compared: ast.Compare, call: ast.Call) -> ast.expr:
    return compared.comparators[0] if compared.left is call else compared.left


def _sends(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in CALLS


def _is_value(node: ast.expr, call: ast.Call) -> bool:
    """Whether an expression is a value that no result is equal to: a literal, and not the id that is given."""
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    named = any(keyword.arg in ("task_id", None) for keyword in call.keywords)
    return value is not None and value is not ... and not (isinstance(value, str) and named)
