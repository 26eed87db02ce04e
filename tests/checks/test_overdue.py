"""Removals that are overdue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harness.checks import overdue
from harness.interfaces import Case
from harness.model import Docs
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]


@pytest.fixture
def promised(make_case: MakeCase, tmp_path: Path) -> Callable[..., Case]:
    def make(text: str, role: str = "signal", name: str = "task_sent", **changes: Any) -> Case:
        path = tmp_path / "docs/page.rst"
        path.parent.mkdir(parents=True)
        path.write_text(text)
        before = text[: text.index(f"{name}`")]
        at = {"line": before.count("\n") + 1, "column": len(before) - before.rfind("\n")}
        claim = make_claim(name, "xref", file="docs/page.rst", fields={"role": role}, **at, **changes)
        case = make_case(claim=claim)
        facts = {**case.facts, "signals": {"task_sent": {}}}
        return replace(case, facts=facts, docs=Docs(version="5.4.0", root=str(tmp_path), sha256=""))

    return make


@pytest.mark.parametrize(
    ("text", "role", "name", "line"),
    [
        pytest.param(
            "The :signal:`task_sent` signal will be removed in version 4.0.\n", "signal", "task_sent", 1, id="in"
        ),
        pytest.param(
            "Old: :signal:`task_sent`\nis to be removed in\nCelery 5.4.\n", "signal", "task_sent", 3, id="this"
        ),
        pytest.param(":setting:`timezone` will be dropped with 5.0.\n", "setting", "timezone", 1, id="a setting"),
        pytest.param(
            ":class:`celery.app.base.Celery` will be removed in 5.0.\n",
            "class",
            "celery.app.base.Celery",
            1,
            id="class",
        ),
    ],
)
def test_finds(promised: Callable[..., Case], text: str, role: str, name: str, line: int) -> None:
    case = promised(text, role, name)
    (finding,) = overdue.find(case)
    assert (finding.rule, finding.place.line, finding.suggestion) == ("overdue-removal", line, None)
    assert text.split("\n")[line - 1][finding.place.column - 1 :].startswith(finding.place.text)
    assert not overdue.covers(case)


@pytest.mark.parametrize(
    ("text", "role", "name", "changes"),
    [
        pytest.param("The :signal:`task_sent` signal will be removed in 6.0.\n", "signal", "task_sent", {}, id="to come"),
        pytest.param("The :signal:`task_gone` will be removed in 4.0.\n", "signal", "task_gone", {}, id="gone"),
        pytest.param("The :signal:`task_sent` was removed in 4.0.\n", "signal", "task_sent", {}, id="told as done"),
        pytest.param("``x`` of :signal:`task_sent` will be removed in 4.0.\n", "signal", "task_sent", {}, id="two things"),
        pytest.param("It will be removed in 4.0: use :signal:`task_sent`.\n", "signal", "task_sent", {}, id="instead"),
        pytest.param("The :signal:`task_sent` will be removed in 4.0.\n", "signal", "task_sent", {"historical": True},
                     id="history"),
    ],
)  # fmt: skip
def test_leaves_alone(promised: Callable[..., Case], text: str, role: str, name: str, changes: dict[str, Any]) -> None:
    assert list(overdue.find(promised(text, role, name, **changes))) == []
