"""Docstrings: their samples and claims stand in the Python source, whatever the literal looks like."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from harness.extract import docstrings
from harness.extract.text import split
from harness.model import Page
from tests.extract.conftest import PAGES, SmallDocs


def module(small_docs: SmallDocs) -> Page:
    return small_docs.module((PAGES / "module.py.txt").read_text()).page


def test_samples(small_docs: SmallDocs) -> None:
    found = [(s.scope, s.lines, s.columns, s.form, s.code) for s in module(small_docs).samples]
    assert found == [
        ("celery.thing", (3,), (5,), "literal", "in_module = 1"),
        (
            "celery.thing.Thing",
            (14, 15, 16, 17, 18),
            (9, 9, 1, 9, 9),
            "doctest",
            ">>> Thing()\n<Thing>\n\n>>> Thing().act(1)\n2",
        ),
        ("celery.thing.Thing.attribute", (31,), (9,), "code-block", "Thing.attribute"),
        ("celery.thing.Thing.act", (37,), (13,), "literal", r"re.match('\d', x)"),
        ("celery.thing.Thing.escaped", (46, 47), (13, 13), "literal", "path = 'C:\\temp'\ntab = '     '"),
    ]


def test_claims(small_docs: SmallDocs) -> None:
    found = [(c.kind, c.line, c.column, c.subject, c.scope.rpartition(".")[2]) for c in module(small_docs).claims]
    assert found == [
        ("literal", 27, 24, "attribute", "attribute"),
        ("literal", 35, 20, r"\\d", "act"),
        ("xref", 44, 35, "Thing", "escaped"),
        ("version", 49, 27, "5.0", "escaped"),
        ("xref", 54, 31, "attribute", "prop"),
        ("literal", 64, 11, "fine", "broken"),
        ("parameter", 21, 9, "name", "Thing"),
        ("parameter", 23, 9, "args", "Thing"),
    ]


def test_problems(small_docs: SmallDocs) -> None:
    """Sections in Google's style are no problem; what stays broken when they are put into reST is one."""
    found = [(p.kind, p.line, p.column) for p in module(small_docs).problems]
    assert found == [("docstring", 57, 9), ("broken-rst", 62, 12)]


def test_page(small_docs: SmallDocs) -> None:
    page = module(small_docs)
    assert (page.name, page.file, page.title) == ("celery/thing", "celery/thing.py", "celery.thing")
    assert not any(sample.historical for sample in page.samples)


def test_the_sections_of_one_docstring_are_not_those_of_the_next(small_docs: SmallDocs) -> None:
    content = '"""One\n===\n\nTwo\n---\n\n``x``\n"""\n\n\ndef f():\n    """Two\n    ---\n\n    One\n    ===\n\n    ``y``\n    """\n'
    page = small_docs.module(content).page
    assert page.problems == ()
    assert [claim.headings for claim in page.claims if claim.kind == "literal"] == [("One", "Two"), ("Two", "One")]


def test_code_that_is_not_python_is_a_problem(small_docs: SmallDocs) -> None:
    page = small_docs.module("print 'old'\n").page
    assert [(p.kind, p.file, p.line) for p in page.problems] == [("docstring", "celery/thing.py", 1)]


def test_a_broken_docstring_leaves_the_others(small_docs: SmallDocs) -> None:
    deep = "\n".join("    " + "  " * depth + "- x\n" for depth in range(400))
    page = small_docs.module(f'def f():\n    """Deep ``x``\n\n{deep}\n    """\n\n\ndef g():\n    """``y``"""\n').page
    assert [claim.subject for claim in page.claims if claim.scope == "celery.thing.g"] == ["y"]
    assert [problem.kind for problem in page.problems] == ["docstring"]


TEXT = st.text(st.sampled_from("ab `\\'\"\n\t:é"), max_size=60)


def literal(value: str, raw: bool) -> str:
    """A docstring in triple quotes for the value."""
    if raw and "\\" not in value and '"' not in value:
        return f'r"""{value}"""'
    return '"""' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t") + '"""'


@given(TEXT, st.booleans(), st.integers(0, 8))
def test_characters_are_led_back_to_the_source(value: str, raw: bool, indent: int) -> None:
    """What is read is `inspect.cleandoc` of the docstring, and each plain character stands at its spot."""
    margin = " " * indent
    body = "``m`` " + value.replace("\n", f"\n{margin}")
    source = f"class A:\n{margin} {literal(body, raw)}\n"
    lines = split(source)
    text, _, problems = docstrings.read(Path("x.py"), "x.py", lines)
    assert problems == []
    parsed = ast.parse(source).body[0]
    assert isinstance(parsed, ast.ClassDef)
    value = ast.literal_eval(parsed.body[0].value)  # type: ignore[attr-defined]
    assert "\n".join(text.lines).strip("\n") == re.sub(" +(?=\n|$)", "", inspect.cleandoc(value)).strip("\n")
    for index, line in enumerate(text.lines):
        for offset, character in enumerate(line):
            spot = text.spot(index, offset)
            there = lines[spot.line - 1][spot.column - 1]
            assert there in (character, "\\", "\t")
