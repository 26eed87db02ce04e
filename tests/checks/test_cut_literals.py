"""Literals that end before their last bracket."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.checks import cut_literals
from harness.interfaces import Case
from tests.checks.conftest import make_claim
from tests.checks.passages import placed

MakeCase = Callable[..., Case]


@pytest.fixture
def case(make_case: MakeCase, tmp_path: Path) -> Callable[..., Case]:
    def make(text: str, literal: str, **changes: Any) -> Case:
        line = next(number for number, line in enumerate(text.split("\n"), 1) if literal in line)
        column = text.split("\n")[line - 1].index(literal) + 1
        fields = {"form": "literal", **changes.pop("fields", {})}
        claim = make_claim(literal, "literal", line=line, column=column, fields=fields, **changes)
        return placed(make_case(claim=claim), tmp_path, text, {})

    return make


@pytest.mark.parametrize(
    ("text", "literal", "wrong", "right"),
    [
        pytest.param(
            ":``celery[tblib``]:\n    for it.", "celery[tblib", "``celery[tblib``]", "``celery[tblib]``", id="[]"
        ),
        pytest.param("See ``run(1, {``) (and more).", "run(1, {", None, None, id="two are open"),
        pytest.param("See (too) ``run(1``).", "run(1", "``run(1``)", "``run(1)``", id="()"),
        pytest.param("Of ``{a: [1]``}.", "{a: [1]", "``{a: [1]``}", "``{a: [1]}``", id="{}"),
    ],
)
def test_finds(case: Callable[..., Case], text: str, literal: str, wrong: str | None, right: str | None):
    found = list(cut_literals.find(case(text, literal)))
    assert [(each.place.text, each.suggestion) for each in found] == ([(wrong, right)] if wrong else [])
    assert all(text.split("\n")[each.place.line - 1].find(wrong or "") == each.place.column - 1 for each in found)


@pytest.mark.parametrize(
    ("text", "literal", "changes"),
    [
        pytest.param("``celery[tblib]``", "celery[tblib]", {}, id="closed"),
        pytest.param("What it shows (``run(``) is cut.", "run(", {}, id="closes what stands before"),
        pytest.param("What it shows (in\n``run(``) is cut.", "run(", {}, id="closes what stands above"),
        pytest.param("It begins with ``[`` and more]", "[", {}, id="a bracket far behind"),
        pytest.param("It begins with ``[``) and more", "[", {}, id="another bracket"),
        pytest.param("See ``run(1``).", "run(1", {"historical": True}, id="history"),
        pytest.param("See ``run(1``).", "run(1", {"fields": {"form": "title-ref"}}, id="no literal"),
        pytest.param("See ``run(1``).", "run(1", {"fields": {"exact": "no"}}, id="nobody knows where"),
    ],
)
def test_leaves_alone(case: Callable[..., Case], text: str, literal: str, changes: dict[str, Any]):
    assert list(cut_literals.find(case(text, literal, **changes))) == []
