"""Tests that a page shows for pytest and that pytest does not collect: a class needs a name that begins with Test.

Source: pytest's defaults, `python_classes = Test` and `python_functions = test`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from harness.checks import _found, _history, _source
from harness.interfaces import Case
from harness.model import CheckName, Finding, Sample

name = "collected"

rules: Mapping[str, str] = {"uncollected-test": "a class of tests that pytest does not collect, by its name"}

level: CheckName = "none"
sees = frozenset({"sample"})

CLASS, FUNCTION = "Test", "test"


def find(case: Case) -> Iterable[Finding]:
    """Findings about classes of tests in samples that are for pytest."""
    sample = case.sample
    if sample is None or not _is_for_pytest(sample) or _history.told(case):
        return
    for chunk, node in _classes(sample):
        if node.name.startswith(CLASS):
            continue
        spot = _source.spot(chunk, node.lineno, node.col_offset)
        column = sample.code.split("\n")[spot.line].find(node.name, spot.column)
        place = _source.place(case, sample, _source.Spot(line=spot.line, column=column), node.name)
        meant = CLASS + "".join(part[:1].upper() + part[1:] for part in node.name.removeprefix("test").split("_"))
        yield _found.finding(
            case,
            place,
            rule="uncollected-test",
            subject=f"uncollected:{node.name}",
            severity="silent",
            observed=f"pytest collects classes whose names begin with {CLASS}, and not {node.name}",
            message=f"pytest does not collect the tests of {node.name}{_found.meant(meant)}",
            suggestion=meant,
        )


def covers(case: Case) -> bool:
    """Whether the sample has a class of tests for pytest."""
    return case.sample is not None and _is_for_pytest(case.sample) and any(_classes(case.sample))


def _is_for_pytest(sample: Sample) -> bool:
    return sample.language in _source.LANGUAGES and "pytest" in sample.code


def _classes(sample: Sample) -> Iterator[tuple[_source.Chunk, ast.ClassDef]]:
    """Classes of nothing but tests, which inherit from nothing: unittest collects its own by their base."""
    for chunk, nodes in _source.read(sample):
        for node in nodes:
            if isinstance(node, ast.ClassDef) and not node.bases and any(map(_is_test, node.body)):
                yield chunk, node


def _is_test(node: ast.stmt) -> bool:
    return isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith(FUNCTION)
