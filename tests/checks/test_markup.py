"""The check of broken markup: what it must find, and what it must leave alone."""

from __future__ import annotations

import dataclasses
from pathlib import Path

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


HIDDEN = dataclasses.replace(PROBLEM, kind="commented-out", line=3, column=1)


def on_disk(root: Path, problem: Problem, text: str) -> Case:
    (root / "docs/userguide").mkdir(parents=True)
    (root / "docs/index.rst").write_text("")
    (root / "docs/userguide/other.rst").write_text("")
    (root / problem.file).write_text(text)
    return dataclasses.replace(case(problem), docs=Docs(version="1", root=str(root), sha256=""))


def test_a_missing_blank_is_proposed(tmp_path: Path):
    problem = dataclasses.replace(HIDDEN, text=".. versionadded::4.2")
    (finding,) = markup.find(on_disk(tmp_path, problem, "Page\n====\n.. versionadded::4.2\n\nMore.\n"))
    assert finding.suggestion == ".. versionadded:: 4.2"
    told = '".. versionadded::4.2" is a comment, Sphinx does not show it; did you mean .. versionadded:: 4.2?'
    assert finding.message == told


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("    See :doc:`other` and :doc:`the index </index>`.", id="pages that there are"),
        pytest.param("    See :setting:`x`, `A`_ and :ref:`there`.", id="roles of Sphinx's, and names from elsewhere"),
        pytest.param("    .. code-block:: python\n        :linenos:\n\n        f(*args", id="a directive of Sphinx's"),
        pytest.param("    Read on.\n\n    .. versionadded:: 4.0", id="one without content"),
    ],
)
def test_what_becomes_good_markup_is_proposed(tmp_path: Path, text: str):
    problem = dataclasses.replace(HIDDEN, text=".. seealso: this")
    (finding,) = markup.find(on_disk(tmp_path, problem, f"Page\n====\n.. seealso: this\n\n{text}\n\nMore.\n"))
    assert finding.suggestion == ".. seealso:: this"
    assert finding.message == '".. seealso:" is a comment, Sphinx does not show it; did you mean .. seealso:: this?'
    assert finding.observed == problem.message


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param(
            "    See :doc:`nowhere/other`.", "it refers to nowhere/other, and there is no such page", id="page"
        ),
        pytest.param(
            "    See :doc:`userguide/other`.",
            "it refers to userguide/other beside itself, where there is no such page: /userguide/other is meant",
            id="page of the root",
        ),
        pytest.param("More.", 'Content block expected for the "warning" directive; none found.', id="nothing to show"),
        pytest.param("    See *this.", "Inline emphasis start-string without end-string.", id="markup"),
    ],
)
def test_what_would_be_wrong_when_shown_is_not_proposed(tmp_path: Path, text: str, why: str):
    problem = dataclasses.replace(HIDDEN, text=".. warning:")
    (finding,) = markup.find(on_disk(tmp_path, problem, f"Page\n====\n.. warning:\n\n{text}\n\nMore.\n"))
    told = '".. warning:" is a comment, Sphinx does not show it'
    assert (finding.suggestion, finding.message) == (None, f'{told}; as ".. warning::" it would be wrong: {why}')


TABLE = """
==== ====
Old  New
==== ====
a    b
cdefg h
i    j
klmnop q
==== ====
"""
WIDE = dataclasses.replace(
    PROBLEM, line=6, column=1, message="Malformed table. Text in column margin in table line 5.", text="cdefg h"
)


def test_all_rows_that_are_too_wide_are_named_and_no_line_is_in_the_subject(tmp_path: Path):
    given = on_disk(tmp_path, WIDE, TABLE)
    (finding,) = markup.find(given)
    assert finding.message == "the table is missing from the page: lines 6 and 8 are too wide for their columns"
    assert finding.observed == "Sphinx: Malformed table. Text in column margin in table line 5."
    lower = dataclasses.replace(WIDE, message=WIDE.message.replace("5", "9"))
    (again,) = markup.find(dataclasses.replace(given, problem=lower))
    assert again.subject == finding.subject


@pytest.mark.parametrize(
    ("problem", "message"),
    [
        pytest.param(
            dataclasses.replace(PROBLEM, kind="empty-block", message="code-block without any content"),
            "shows an empty box: code-block without any content",
            id="empty block",
        ),
        pytest.param(
            dataclasses.replace(PROBLEM, message='Content block expected for the "tip" directive; none found.'),
            "the tip is missing from the page: nothing is indented below it",
            id="empty directive",
        ),
        pytest.param(
            dataclasses.replace(PROBLEM, message="Malformed table.\nNo bottom border."),
            "the table is missing from the page: Malformed table.\nNo bottom border.",
            id="another table",
        ),
        pytest.param(
            dataclasses.replace(PROBLEM, message='Unknown target name: "x".'),
            'Sphinx: Unknown target name: "x".',
            id="what Sphinx says of the rest",
        ),
    ],
)
def test_says_what_a_reader_sees(problem: Problem, message: str):
    (finding,) = markup.find(case(problem))
    assert finding.message == message


def test_half_a_prompt_is_told_how_to_be_one():
    problem = dataclasses.replace(PROBLEM, kind="unprompted", file="celery/canvas.py", text="        >> f()")
    (finding,) = markup.find(case(problem))
    assert (finding.suggestion, finding.place.column) == (">>> f()", 9)
