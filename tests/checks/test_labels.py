"""References within the docs."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.checks import labels
from harness.interfaces import Case
from harness.model import Claim
from tests.checks.conftest import make_claim

GLOSSARY = """\
.. _glossary:

.. glossary::
    :sorted:

    acknowledged
        Workers do it.

    `prefetch count`
        How many.

.. _`a quoted label`:

.. _`GCS`: https://cloud.example.com/
.. _conf-gcs-backend:
.. _elsewhere-link: https://example.com/

.. setting:: task_pace

.. signal:: both
.. event:: both
"""
#: What only GitHub shows.
README = ".. _mailing-list:\n\nMailing list\n============\n\n.. _guide-canvas:\n"
SETTING = ":ref:`the pace <task_pace>`"


@pytest.fixture
def case(make_case: Callable[..., Case], tmp_path: Path) -> Callable[[Claim], Case]:
    (tmp_path / "docs" / "userguide").mkdir(parents=True)
    (tmp_path / "docs" / "glossary.rst").write_text(GLOSSARY)
    page = f".. _guide-canvas:\n\n{'':6}{SETTING}\n{'':6}:ref:`task_pace`\n\n.. include:: ../../Changelog.rst\n"
    (tmp_path / "docs" / "userguide" / "canvas.rst").write_text(page)
    (tmp_path / "docs" / "userguide" / "page.rst").write_text(page)
    (tmp_path / "README.rst").write_text(README)
    (tmp_path / "Changelog.rst").write_text(".. _version-1:\n")
    (tmp_path / "docs" / "readme.txt").write_text(".. _a-template:\n")

    def make(claim: Claim) -> Case:
        found = make_case(claim=claim)
        return dataclasses.replace(found, docs=dataclasses.replace(found.docs, root=str(tmp_path)))

    return make


def xref(text: str, role: str, **changes) -> Claim:
    return make_claim(text, "xref", fields={"role": role}, **changes)


@pytest.mark.parametrize(
    ("claim", "meant"),
    [
        pytest.param(xref("guide-canvass", "ref"), "guide-canvas", id="label"),
        pytest.param(xref("/userguide/canvass", "doc"), "/userguide/canvas", id="document"),
        pytest.param(xref("aknowledged", "term"), "acknowledged", id="term"),
        pytest.param(xref("gcs", "ref"), "conf-gcs-backend", id="the name of a link"),
        pytest.param(xref("elsewhere-link", "ref"), None, id="of a link that no label is like"),
        pytest.param(xref("mailing-list", "ref"), None, id="only in a file that no page includes"),
        pytest.param(xref("a-template", "ref"), None, id="only in a text that no page includes"),
    ],
)
def test_finds(case: Callable[[Claim], Case], claim: Claim, meant: str):
    (finding,) = labels.find(case(claim))
    assert (finding.rule, finding.suggestion, finding.place.text) == ("unknown-label", meant, claim.text)
    assert labels.covers(case(claim))


@pytest.mark.parametrize(
    ("line", "column", "text", "place", "right"),
    [
        pytest.param(3, 23, "task_pace", SETTING, ":setting:`the pace <task_pace>`", id="with a title"),
        pytest.param(4, 13, "task_pace", ":ref:`task_pace`", ":setting:`task_pace`", id="alone"),
        pytest.param(1, 1, "task_pace", "task_pace", None, id="on several lines"),
    ],
)
def test_another_role(case: Callable[[Claim], Case], line: int, column: int, text: str, place: str, right: str | None):
    claim = xref(text, "ref", line=line, column=column, end_line=line)
    (finding,) = labels.find(case(claim))
    assert (finding.rule, finding.place.text, finding.suggestion) == ("unknown-label", place, right)
    assert "it is a setting" in finding.message
    if right:
        assert finding.place.column == 7


@pytest.mark.parametrize(
    ("claim", "covered"),
    [
        pytest.param(xref("guide-canvas", "ref"), True, id="label"),
        pytest.param(xref("Guide-Canvas", "ref"), True, id="in other letters"),
        pytest.param(xref("a quoted label", "ref"), True, id="quoted label"),
        pytest.param(xref("search", "ref"), True, id="every tree has it"),
        pytest.param(xref("version-1", "ref"), True, id="in a file that a page includes"),
        pytest.param(xref("both", "ref"), False, id="declared as two things"),
        pytest.param(xref("Task_pace", "ref"), False, id="declared by a name in other letters"),
        pytest.param(xref("canvas", "doc"), True, id="document beside"),
        pytest.param(xref("/userguide/canvas", "doc"), True, id="document from the top"),
        pytest.param(xref("Acknowledged", "term"), True, id="term"),
        pytest.param(xref("prefetch count", "term"), True, id="term in quotes"),
        pytest.param(xref("kombu:guide-canvass", "ref"), False, id="another project's"),
        pytest.param(xref("contributing", "ref"), False, id="like nothing: may be another project's"),
        pytest.param(xref("guide-canvass", "class"), False, id="another role"),
        pytest.param(xref("guide-canvass", "ref", historical=True), False, id="historical page"),
    ],
)
def test_leaves_alone(case: Callable[[Claim], Case], claim: Claim, covered: bool):
    assert list(labels.find(case(claim))) == []
    assert labels.covers(case(claim)) is covered
