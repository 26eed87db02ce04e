"""Kinds of values with an example of each: `set (like {0, 15, 30, 45})` must be an example of a set."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from harness.checks import _found, _history, _source
from harness.interfaces import Case
from harness.model import CheckName, Finding, Sample

name = "value-kinds"

rules: Mapping[str, str] = {"wrong-example": "an example that Python takes for another value than it stands for"}

level: CheckName = "resolve"
sees = frozenset({"sample"})

LINE = re.compile(r"^\s*(?P<kind>int|float|str|bool|set|list|tuple|dict)\s+\(like\s+(?P<example>.+?)\)?\s*$")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Example:
    """An example of a kind of value: its line, where it begins, the value as Python reads it."""

    line: int
    column: int
    text: str
    kind: str
    node: ast.expr


def find(case: Case) -> Iterable[Finding]:
    """Findings about examples of values."""
    sample = case.sample
    if sample is None or _history.told(case):
        return
    for example in _examples(sample):
        value = _differences(example.node)
        if not value:
            continue
        yield _found.finding(
            case,
            _source.place(case, sample, _source.Spot(line=example.line, column=example.column), example.text),
            rule="wrong-example",
            subject=f"example:{example.text}",
            claim=f"{example.kind} (like {example.text})",
            observed=f"{example.text} holds {value}",
            message=f"{example.text} holds no range: to Python it is {value}",
        )


def covers(case: Case) -> bool:
    """Whether an example was read, and is of the kind that it is said to be."""
    sample = case.sample
    return sample is not None and not _history.told(case) and any(_is_of_kind(each) for each in _examples(sample))


def _examples(sample: Sample) -> Iterator[_Example]:
    if sample.language != "text":
        return
    for index, line in enumerate(sample.code.split("\n")):
        if not (match := LINE.match(line)):
            continue
        text = match["example"]
        try:
            node = ast.parse(text, mode="eval").body
        except SyntaxError:
            continue
        yield _Example(line=index, column=match.start("example"), text=text, kind=match["kind"], node=node)


def _differences(node: ast.expr) -> str:
    """The value of elements that are written like ranges (`8-17`), and are differences; "" when there are none."""
    elements = node.elts if isinstance(node, (ast.List, ast.Set, ast.Tuple)) else []
    found = []
    for element in elements:
        if isinstance(element, ast.BinOp) and isinstance(element.op, ast.Sub):
            left, right = element.left, element.right
            if isinstance(left, ast.Constant) and isinstance(right, ast.Constant):
                low, high = left.value, right.value
                if isinstance(low, int) and isinstance(high, int):
                    found.append(str(low - high))
    return ", ".join(found)


def _is_of_kind(example: _Example) -> bool:
    try:
        return type(ast.literal_eval(example.node)).__name__ == example.kind
    except (ValueError, TypeError):
        return False
