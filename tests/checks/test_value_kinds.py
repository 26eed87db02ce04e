"""Kinds of values with an example of each."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.checks import value_kinds
from harness.interfaces import Case

MakeCase = Callable[..., Case]


def test_finds(make_case: MakeCase):
    (finding,) = value_kinds.find(make_case("int   (like 7)\nlist  (like [8-17])", "text"))
    assert (finding.rule, finding.observed) == ("wrong-example", "[8-17] holds -9")
    assert (finding.place.line, finding.place.column, finding.place.text) == (11, 17, "[8-17]")


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("int (like 7)\nset (like {0,15}", id="of its kind"),
        pytest.param("int (like 8-17)", id="no collection"),
        pytest.param("list (like [x-y])", id="names"),
        pytest.param("str (like '3-5')", id="text"),
        pytest.param("list like [8-17]", id="another form"),
    ],
)
def test_leaves_alone(make_case: MakeCase, code: str):
    assert list(value_kinds.find(make_case(code, "text"))) == []


def test_covers(make_case: MakeCase):
    assert value_kinds.covers(make_case("int (like 7)", "text"))
    assert not value_kinds.covers(make_case("int (like 'seven')", "text"))
