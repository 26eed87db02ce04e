"""Labels above another section than the one that they are meant for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from harness.checks import misplaced_labels
from harness.interfaces import Case
from harness.model import Finding
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]
PAGE = """\
See :ref:`amqp-primer`.

.. _amqp-primer:


Redis Priorities
----------------

Some text.

AMQP Primer
===========
"""


@pytest.fixture
def found(make_case: MakeCase, tmp_path: Path) -> Callable[..., list[Finding]]:
    def find(text: str, **changes) -> list[Finding]:
        path = tmp_path / "docs" / "userguide" / "page.rst"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
        lines = text.split("\n")
        titles = [
            make_claim(line, "heading", line=number, column=1, fields={"title": line.strip("`")}, **changes)
            for number, line in enumerate(lines, 1)
            if line[:1].isalnum() and set(lines[number]) in ({"-"}, {"="})
        ]
        case = make_case(claim=titles[0])
        case = replace(case, docs=replace(case.docs, root=str(tmp_path)), page=replace(case.page, claims=tuple(titles)))
        return [each for claim in titles for each in misplaced_labels.find(replace(case, claim=claim))]

    return find


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param(PAGE, 3, id="plain"),
        pytest.param(PAGE.replace("Redis", "----------------\nRedis"), 3, id="a line above the title"),
        pytest.param(PAGE.replace("Redis", ".. _redis-first:\n\nRedis"), 3, id="among others"),
        pytest.param(PAGE.replace("`amqp-primer`", "`the primer <amqp-primer>`"), 3, id="referred to by a title"),
    ],
)
def test_finds(found: Callable[..., list[Finding]], text: str, line: int) -> None:
    (finding,) = found(text)
    assert (finding.rule, finding.place.text, finding.place.line) == ("misplaced-label", ".. _amqp-primer:", line)
    assert text.split("\n")[finding.evidence["title_line"] - 1] == "AMQP Primer"


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        pytest.param(PAGE.replace("amqp-primer", "primer"), {}, id="one word"),
        pytest.param(PAGE.replace("amqp-primer", "redis-amqp"), {}, id="a word of its own title"),
        pytest.param(PAGE.replace("Redis", "Priming Redis"), {}, id="a form of a word of its own title"),
        pytest.param(PAGE.replace("amqp-primer", "amqp-basics"), {}, id="a word of no title"),
        pytest.param(PAGE.replace("AMQP Primer\n", ".. _primer:\n\nAMQP Primer\n"), {}, id="the other has a label"),
        pytest.param(PAGE + "\nMore AMQP Primer\n================\n", {}, id="two others"),
        pytest.param(PAGE.replace(":ref:", ""), {}, id="nobody refers to it"),
        pytest.param(PAGE.replace("Redis", "A paragraph.\n\nRedis"), {}, id="above something else"),
        pytest.param(PAGE, {"historical": True}, id="historical page"),
    ],
)
def test_leaves_alone(found: Callable[..., list[Finding]], text: str, changes: dict) -> None:
    assert found(text, **changes) == []


@pytest.mark.parametrize(
    ("label", "other", "suggestion"),
    [
        pytest.param("using-redis", "redis", ".. _using-page:", id="named for the other"),
        pytest.param("using-page", "redis", None, id="named for this one"),
        pytest.param("using-it", "redis", None, id="named for neither"),
        pytest.param("using-redis", "", None, id="nobody else has it"),
    ],
)
def test_a_label_of_another_page(found, tmp_path: Path, label: str, other: str, suggestion: str | None):
    text = f".. _{label}:\n\nPage\n====\n\nSee :ref:`{label}`.\n"
    if other:
        path = tmp_path / "docs" / "other" / f"{other}.rst"
        path.parent.mkdir(parents=True)
        path.write_text(f".. _{label}:\n\nOther\n=====\n", encoding="utf-8")
    told = [(each.place.line, each.suggestion) for each in found(text)]
    assert told == ([(1, suggestion)] if suggestion else [])
