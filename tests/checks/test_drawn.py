"""Methods that a drawing names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.checks import drawn
from harness.interfaces import Case

MakeCase = Callable[..., Case]


def test_finds(make_case: MakeCase):
    (finding,) = drawn.find(
        make_case("1. send_task()  <- first\n2. start()\n3. setup_security()\n4. config_from_objct()", "text")
    )
    assert (finding.rule, finding.suggestion) == ("unknown-name", "config_from_object")
    assert (finding.place.line, finding.place.column, finding.place.text) == (13, 8, "config_from_objct")


@pytest.mark.parametrize(
    ("code", "language"),
    [
        pytest.param("send_task() start() setup_security() config_from_object()", "text", id="there"),
        pytest.param("send_task() config_from_objct()", "text", id="too few"),
        pytest.param("one() two() three() config_from_objct()", "text", id="of no class"),
        pytest.param("send_task() start() setup_security() x.config_from_objct()", "text", id="of something else"),
        pytest.param("send_task(); start(); setup_security(); config_from_objct()", "python", id="code"),
    ],
)
def test_leaves_alone(make_case: MakeCase, code: str, language: str):
    assert list(drawn.find(make_case(code, language))) == []


def test_covers(make_case: MakeCase):
    assert drawn.covers(make_case("send_task() start() setup_security()", "text"))
    assert not drawn.covers(make_case("one() two() three()", "text"))
