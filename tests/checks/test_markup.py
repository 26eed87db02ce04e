"""The check of broken markup: what it must find, and what it must leave alone."""

from __future__ import annotations

import dataclasses

import pytest

from harness.checks import markup
from harness.interfaces import Case
from harness.model import Docs, Page, Problem, Target

PROBLEM = Problem(
    file="docs/userguide/page.rst", line=7, column=3, kind="broken-rst", message="Malformed table.", text="  | a"
)


def case(problem: Problem, title: str = "Page") -> Case:
    return Case(
        docs=Docs(version="1", root="/", sha256=""),
        page=Page(name="page", file=problem.file, title=title, samples=(), claims=(), problems=(problem,)),
        target=Target(name="celery54", celery="5.4.0", kombu="", python="", interpreter="", digest=""),
        facts={},
        label="celery54-redis",
        problem=problem,
    )


@pytest.mark.parametrize("kind", ["broken-rst", "empty-block", "unknown-directive", "unknown-role"])
def test_finds(kind):
    (finding,) = markup.find(case(dataclasses.replace(PROBLEM, kind=kind)))
    assert (finding.rule, finding.blame, finding.place.line, finding.place.column) == ("broken-rst", "docs", 7, 3)


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(case(dataclasses.replace(PROBLEM, file="celery/app/task.py")), id="Napoleon rewrites docstrings"),
        pytest.param(case(dataclasses.replace(PROBLEM, kind="include")), id="a file that is not part of the release"),
        pytest.param(case(dataclasses.replace(PROBLEM, kind="encoding")), id="told as a fault"),
        pytest.param(case(dataclasses.replace(PROBLEM, file="docs/history/whatsnew-5.0.rst")), id="history"),
        pytest.param(case(PROBLEM, title="What's new in Celery 5"), id="what's new"),
    ],
)
def test_leaves_alone(given):
    assert not list(markup.find(given))


def test_a_directive_with_one_colon_is_told_how_to_be_one():
    problem = dataclasses.replace(PROBLEM, kind="commented-out", file="celery/canvas.py", text="    .. seealso: this")
    (finding,) = markup.find(case(problem))
    assert (finding.suggestion, finding.place.column) == (".. seealso:: this", 5)


def test_half_a_prompt_is_told_how_to_be_one():
    problem = dataclasses.replace(PROBLEM, kind="unprompted", file="celery/canvas.py", text="        >> f()")
    (finding,) = markup.find(case(problem))
    assert (finding.suggestion, finding.place.column) == (">>> f()", 9)
