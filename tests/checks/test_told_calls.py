"""Calls that prose writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from harness.checks import told_calls
from harness.interfaces import Case
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]
TASK = "@app.task\ndef addition(x, y): ...\n@app.task\ndef add(x, y=1):\n    return x + y\n\n@app.task\ndef anything(*args, **kwargs):\n    ...\n"


@pytest.fixture
def written(make_case: MakeCase) -> Callable[..., Case]:
    def make(text: str, *, form: str = "literal", **changes: Any) -> Case:
        return make_case(claim=make_claim(text, "literal", fields={"form": form}, **changes), others=(TASK,))

    return make


@pytest.mark.parametrize(
    ("text", "rule", "words", "suggestion"),
    [
        pytest.param("app.control.revoke(1, terminat=True)", "unknown-argument", "terminat", "terminate", id="method"),
        pytest.param("T.apply_async(countdwon=10)", "unknown-option", "countdwon", "countdown", id="execution"),
        pytest.param("@app.task(bnid=True)", "unknown-option", "bnid", "bind", id="decorator"),
        pytest.param("add(2, z=2)", "unknown-argument", "z", None, id="a task of the page"),
        pytest.param("add(2, 2, 2)", "excess-argument", "add(2, 2, 2)", None, id="too many"),
        pytest.param("add(z=)", "unknown-argument", "z", None, id="a value left out"),
    ],
)
def test_finds(written: Callable[..., Case], text: str, rule: str, words: str, suggestion: str | None) -> None:
    case = written(text)
    (finding,) = told_calls.find(case)
    assert (finding.rule, finding.place.text, finding.suggestion) == (rule, words, suggestion)
    assert finding.place.column == 7 + text.index(words)
    assert finding.severity == ("silent" if rule == "unknown-option" else "breaks")


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        pytest.param("app.control.revoke(1, terminate=True)", {}, id="right"),
        pytest.param("add(2, …)", {}, id="shortened"),
        pytest.param("anything(2, 2, z=2)", {}, id="a task that takes anything"),
        pytest.param("print(2, ned=2)", {}, id="Python's"),
        pytest.param("gadget.revoke(1, terminat=True)", {}, id="nobody knows whose"),
        pytest.param("add(2", {}, id="cut"),
        pytest.param("add", {}, id="no call"),
        pytest.param("add()", {}, id="a mention"),
        pytest.param("T.apply_async(own_option=10)", {}, id="an option of the reader's"),
        pytest.param("add(2, 2, 2)", {"historical": True}, id="history"),
        pytest.param("add(2, 2, 2)", {"form": "file"}, id="a file"),
    ],
)
def test_leaves_alone(written: Callable[..., Case], text: str, changes: dict[str, Any]) -> None:
    assert list(told_calls.find(written(text, **changes))) == []


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        pytest.param("app.control.revoke(1, terminate=True)", True, id="method"),
        pytest.param("T.apply_async(countdown=10)", True, id="execution"),
        pytest.param("T.apply_async((1,))", False, id="nothing to look up"),
        pytest.param("addition(2, 2)", True, id="a task of the page"),
        pytest.param("add(2, 2)", False, id="a short name"),
        pytest.param("anything(2)", False, id="a task that takes anything"),
        pytest.param("gadget.revoke(1)", False, id="nobody knows whose"),
    ],
)
def test_covers(written: Callable[..., Case], text: str, covered: bool) -> None:
    assert told_calls.covers(written(text)) is covered
