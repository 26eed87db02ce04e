"""States of tasks, one after the other."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.checks import state_names
from harness.interfaces import Case
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]


def test_finds(make_case: MakeCase):
    (finding,) = state_names.find(make_case("PENDING -> SUCESS", "text"))
    assert (finding.rule, finding.suggestion) == ("unknown-state", "SUCCESS")
    assert (finding.place.line, finding.place.column, finding.place.text) == (10, 16, "SUCESS")


@pytest.mark.parametrize(
    ("code", "language"),
    [
        pytest.param("PENDING -> SUCCESS", "text", id="there"),
        pytest.param("PENDING -> PROGRESS -> SUCCESS", "text", id="the reader's own"),
        pytest.param("SUCESS", "text", id="one word"),
        pytest.param("x = PENDING -> SUCESS", "text", id="something else"),
        pytest.param("PENDING -> SUCESS", "python", id="another language"),
    ],
)
def test_leaves_alone(make_case: MakeCase, code: str, language: str):
    assert list(state_names.find(make_case(code, language))) == []


def test_covers(make_case: MakeCase):
    assert state_names.covers(make_case("PENDING → SUCCESS", "text"))
    assert not state_names.covers(make_case("A -> B", "text"))


@pytest.mark.parametrize("text", ["PENIDNG", "READY_STATE"])
def test_finds_in_directives(make_case: MakeCase, text: str):
    (finding,) = state_names.find(make_case(claim=make_claim(text, "state")))
    assert (finding.rule, finding.place.text) == ("unknown-state", text)


@pytest.mark.parametrize("text", ["PENDING", "READY_STATES", "PROGRESS"])
def test_leaves_directives_alone(make_case: MakeCase, text: str):
    claim = make_claim(text, "state")
    assert list(state_names.find(make_case(claim=claim))) == []
    assert state_names.covers(make_case(claim=claim)) == (text != "PROGRESS")
