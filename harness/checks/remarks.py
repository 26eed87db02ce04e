"""Values that a comment states, and assertions, against the values that a reader gets.

    partial.delay(30)           # -> subtract(30, 10) = 20
    print(result.get())         # -> None
    partial.delay(4)            # 4 + 2
    assert add(2, 2) == 4

The value of a call that sends one task is what the task returns.
"""

from __future__ import annotations

import ast
import operator
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from harness.checks import _found, _source
from harness.checks._shown import expression, likeness, origins, values
from harness.checks._shown.nodes import Angle
from harness.interfaces import Case
from harness.model import CheckName, Finding, Observation, Place, Sample, SampleKey

name = "remarks"

rules: Mapping[str, str] = {
    "wrong-output-remark": "a comment that states another value than Celery gives",
    "wrong-output-assertion": "an assertion that does not hold",
}

level: CheckName = "compare"
sees = frozenset({"sample"})

LANGUAGES = frozenset({"python", "pycon"})
#: A comment behind code that states a value.
STATES = re.compile(r"#\s*(?:-+>|=+>|→|==|returns?:?|gives|prints|evaluates to)\s+(?P<value>\S.*?)\s*$")
#: A comment that is nothing but a sum.
SUM = re.compile(r"#\s*(?P<value>[-\d(][\d\s.()+*/%-]*[+*/%-][\d\s.()+*/%-]*)$")
_OPERATORS: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod,
}  # fmt: skip
#: Numbers with more digits than this are nobody's result.
LARGEST = 10**12


@dataclass(frozen=True, kw_only=True, slots=True)
class _Remark:
    """A value that a comment states of the statement that it stands behind."""

    statement: ast.stmt
    text: str
    value: object
    real: object
    place: Place
    unsure: str = ""


def find(case: Case) -> Iterable[Finding]:
    """Findings about values that the sample's comments and assertions state."""
    for observation in _observed(case):
        yield from _assertion(case, observation)
        for remark in _remarks(case, observation):
            if not likeness.equal(remark.value, remark.real):
                yield _wrong(case, observation, remark)


def covers(case: Case) -> bool:
    """Whether a comment states a value that was seen."""
    return any(True for observation in _observed(case) for _ in _remarks(case, observation))


def _observed(case: Case) -> Iterator[Observation]:
    sample = case.sample
    if sample is None or sample.historical or sample.language not in LANGUAGES or origins.told(case, sample):
        return
    for observation in case.observations:
        if observation.status == "done" or (observation.raised and observation.raised.type == "AssertionError"):
            yield observation
        if observation.status != "done":
            return  # what comes after it is another story


def _remarks(case: Case, observation: Observation) -> Iterator[_Remark]:
    sample = case.sample
    if sample is None or observation.status != "done" or "#" not in observation.source:
        return
    lines = observation.source.split("\n")
    body = _body(observation.source)
    for node in body:
        assert node.end_lineno is not None and node.end_col_offset is not None
        line = lines[node.end_lineno - 1]
        comment = line.encode()[node.end_col_offset :].decode("utf-8", "ignore").lstrip(" ;")
        match = STATES.match(comment) or SUM.match(comment)
        stated = _stated(match["value"]) if match else None
        if match is None or stated is None:
            continue
        real = _real(observation, node, body)
        place = _place(case, sample, observation, node.end_lineno - 1, stated[0])
        if real is None or place is None:
            continue
        unsure, _ = _carried(case, sample, observation, node)
        if match.re is SUM:
            unsure = unsure or "the comment may mean something else"
        yield _Remark(statement=node, text=stated[0], value=stated[1], real=real[0], place=place, unsure=unsure)


def _carried(case: Case, sample: Sample, observation: Observation, node: ast.stmt) -> tuple[str, list[SampleKey]]:
    """Why the statement's variables are not certain, and the samples that they come from; see `origins`."""
    before = "\n".join(observation.source.split("\n")[: node.end_lineno])
    return origins.carried(case, sample, observation, expression.read(before).variables)


def _body(source: str) -> list[ast.stmt]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(source).body
        except (SyntaxError, ValueError, RecursionError):
            return []


def _stated(text: str) -> tuple[str, object] | None:
    """The value that a comment states, as it stands there and as Python has it: of `f(1) = 2` what stands last."""
    last = re.split(r"(?<![=!<>])==?(?!=)\s*", text)[-1].strip()
    try:
        return last, _value(ast.parse(last, mode="eval").body)
    except (ValueError, SyntaxError, ArithmeticError, RecursionError, TypeError):
        return None


def _value(node: ast.expr) -> object:
    """What a literal, or a sum of numbers, is.  Raises ValueError for anything else."""
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        left, right = _value(node.left), _value(node.right)
        if not all(type(side) in (int, float) and abs(side) < LARGEST for side in (left, right)):  # type: ignore[arg-type]
            raise ValueError("no numbers")
        return _OPERATORS[type(node.op)](left, right)
    return ast.literal_eval(node)


def _real(observation: Observation, node: ast.stmt, body: list[ast.stmt]) -> tuple[object] | None:
    """The value that the statement gave; None when it was not seen, or is no literal."""
    if not isinstance(node, ast.Expr):
        return None
    if _is_print(node):
        prints = [other for other in body if _prints(other)]
        lines = observation.output.strip("\n").split("\n")
        if not all(map(_is_print, prints)) or len(lines) != len(prints):
            return None
        return _literal(lines[prints.index(node)])
    if node is not body[-1] or observation.value is None:
        return None
    try:
        shown = values.read(observation.value)
    except values.Unreadable:
        return None
    if isinstance(shown, Angle) and shown.text.startswith("AsyncResult"):
        sent = observation.sent
        return _literal(sent[0].result) if len(sent) == 1 and sent[0].state == "SUCCESS" else None
    return _literal(observation.value)


def _is_print(node: ast.stmt) -> bool:
    call = node.value if isinstance(node, ast.Expr) else None
    return (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "print"
        and len(call.args) == 1
        and not call.keywords
    )


def _prints(node: ast.stmt) -> bool:
    return any(isinstance(part, ast.Name) and part.id == "print" for part in ast.walk(node))


def _literal(text: str) -> tuple[object] | None:
    try:
        return (ast.literal_eval(text.strip()),)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return None


def _place(case: Case, sample: Sample, observation: Observation, line: int, text: str) -> Place | None:
    index = observation.first + line
    lines = sample.code.split("\n")
    column = lines[index].rfind(text) if index < len(lines) else -1
    return _source.place(case, sample, _source.Spot(line=index, column=column), text) if column >= 0 else None


def _wrong(case: Case, observation: Observation, remark: _Remark) -> Finding:
    line = " ".join(ast.unparse(remark.statement).split())
    return _found.finding(
        case,
        remark.place,
        rule="wrong-output-remark",
        severity="wrong-value",
        blame="undecided" if remark.unsure else "docs",
        subject=f"remark:{case.page.name}:{line}:{remark.text}",
        observed=repr(remark.real),
        message=f"states {likeness.brief(remark.text)} of {likeness.brief(line)}, but it gives {remark.real!r}",
        suggestion=None if remark.unsure else repr(remark.real),
        evidence={
            "source": observation.source,
            "compared": "as values",
            "let_through": [],
            **({"reason": remark.unsure} if remark.unsure else {}),
        },
    )


def _assertion(case: Case, observation: Observation) -> Iterator[Finding]:
    """An assertion of equality at the top of a step that does not hold, where all that it speaks of was made here."""
    sample, raised = case.sample, observation.raised
    if sample is None or raised is None or observation.reason:
        return
    for node in _body(observation.source):
        own = isinstance(node, ast.Assert) and node.lineno == raised.line
        if not own or not isinstance(node, ast.Assert) or not isinstance(node.test, ast.Compare):
            continue
        unsure, depends = _carried(case, sample, observation, node)
        unsure = unsure or ("it builds on another sample" if depends else "")
        index = min(observation.first + node.lineno - 1, len(sample.lines) - 1)
        line = sample.code.split("\n")[index]
        at = _source.Spot(line=index, column=max(line.find("assert"), 0))
        yield _found.finding(
            case,
            _source.place(case, sample, at, line[at.column :].strip()),
            rule="wrong-output-assertion",
            severity="wrong-value",
            blame="undecided" if unsure else "docs",
            subject=f"assertion:{case.page.name}:{ast.unparse(node)}",
            observed="AssertionError",
            message=f"asserts {likeness.brief(ast.unparse(node.test))}, which does not hold",
            evidence={"source": observation.source, "traceback": raised.traceback, "reason": unsure},
        )
