"""References without their roles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from harness.checks import bare_references
from harness.interfaces import Case
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]


@pytest.fixture
def case_of(make_case: MakeCase, tmp_path: Path) -> MakeCase:
    def make(line: str, **changes) -> Case:
        page = tmp_path / "docs" / "userguide" / "page.rst"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f"{line}\n\n.. _broker-rabbitmq:\n.. _broker-redis:\n", encoding="utf-8")
        column = line.index("`") + 1
        text = line[column : line.index("`", column)]
        fields = {"form": "title-ref"}
        claim = make_claim(text, "literal", line=1, column=column + 1, end_line=1, fields=fields, **changes)
        case = make_case(claim=claim)
        return replace(case, docs=replace(case.docs, root=str(tmp_path)))

    return make


@pytest.mark.parametrize(
    ("line", "place", "suggestion"),
    [
        pytest.param(
            "See `Redis <broker-redis>`.", "`Redis <broker-redis>`", ":ref:`Redis <broker-redis>`", id="label"
        ),
        pytest.param(
            "See `it <broker-rediss>`.", "`it <broker-rediss>`", ":ref:`it <broker-redis>`", id="a slip of one"
        ),
        pytest.param(
            "`RabbitMQ <broker-amqp>`,",
            "`RabbitMQ <broker-amqp>`",
            ":ref:`RabbitMQ <broker-rabbitmq>`",
            id="the title names it",
        ),
        pytest.param(":file: `a/b.py`", ":file: `a/b.py`", ":file:`a/b.py`", id="a blank"),
        pytest.param("The setting:`timezone`.", "setting:`timezone`", ":setting:`timezone`", id="a colon"),
        pytest.param("(mod:`celery.app`)", "mod:`celery.app`", ":mod:`celery.app`", id="a colon in brackets"),
        pytest.param(
            "See ref:`it <broker-redis>`.",
            "ref:`it <broker-redis>`",
            ":ref:`it <broker-redis>`",
            id="a colon, and a title",
        ),
        pytest.param(
            "The setting:`timezonee`.",
            "setting:`timezonee`",
            ":setting:`timezone`",
            id="a colon, and a slip of a setting",
        ),
        pytest.param("Using :`~select.select`.", ":`~select.select`", ":func:`~select.select`", id="no name"),
        pytest.param("A :`queue.Queue`", ":`queue.Queue`", ":class:`queue.Queue`", id="no name, a class"),
        pytest.param("Type `:task:proj.add`.", "`:task:proj.add`", "``:task:`proj.add```", id="all of it in quotes"),
        pytest.param("By `:task:a.b` syntax.", "`:task:a.b`", "``:task:`a.b```", id="how it is written"),
        pytest.param("See `:class:~a.B`.", "`:class:~a.B`", ":class:`~a.B`", id="all of it, in a sentence"),
        pytest.param("Return type `:class:a.B`.", "`:class:a.B`", ":class:`a.B`", id="a type"),
    ],
)
def test_finds(case_of: MakeCase, line: str, place: str, suggestion: str):
    (finding,) = bare_references.find(case_of(line))
    assert (finding.place.text, finding.suggestion) == (place, suggestion)
    assert finding.place.column == line.index(place) + 1


@pytest.mark.parametrize(
    ("line", "changes"),
    [
        pytest.param("Of :`somebody.knows`.", {}, id="no name, and nobody knows what"),
        pytest.param("These are read :`timezone`", {}, id="a colon of a sentence"),
        pytest.param("The name :`string`", {}, id="a colon of a sentence, before a module"),
        pytest.param("See `Redis`.", {}, id="only a word"),
        pytest.param("Type `celery <your-command>`.", {}, id="a placeholder"),
        pytest.param(":param: `x`", {}, id="a field"),
        pytest.param("key:`x`", {}, id="no role"),
        pytest.param("my-file:`x`", {}, id="the end of a word"),
        pytest.param("py:class:`x`", {}, id="with a domain"),
        pytest.param("The file: `x`", {}, id="a sentence"),
        pytest.param("See this :`a b`", {}, id="a colon, and no name"),
        pytest.param("    :`string`:", {}, id="the name of a field"),
        pytest.param("    :`string` (ISO 8601):", {}, id="a field with more in its name"),
        pytest.param("Either one:`x`", {}, id="a colon at a word"),
        pytest.param("Type `:w:file`.", {}, id="no role in quotes"),
        pytest.param("Type `::class:x`.", {}, id="not at the beginning"),
        pytest.param("A slice is `1:class:2`.", {}, id="colons of something else"),
        pytest.param("The setting:`timezone`.", {"headings": ("Page", "Old names")}, id="told as history"),
        pytest.param("See `Redis <broker-redis>`.", {"historical": True}, id="historical page"),
    ],
)
def test_leaves_alone(case_of: MakeCase, line: str, changes: dict):
    assert list(bare_references.find(case_of(line, **changes))) == []
