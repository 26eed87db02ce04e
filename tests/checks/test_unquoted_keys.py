"""Keys of settings' dicts without their quotes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.checks import unquoted_keys
from harness.interfaces import Case

MakeCase = Callable[..., Case]


def test_finds(make_case: MakeCase):
    first, second = unquoted_keys.find(make_case("task_routes = {\n    user: 'x',\n    password: 'y'\n}"))
    assert (first.rule, first.place.text, first.suggestion) == ("undefined-name", "user", "'user'")
    assert (second.place.line, second.place.text) == (12, "password")


@pytest.mark.parametrize(
    ("code", "others"),
    [
        pytest.param("task_routes = {'user': 'x'}", (), id="in quotes"),
        pytest.param("of_my_own = {user: 'x'}", (), id="no setting"),
        pytest.param("user = 'u'\ntask_routes = {user: 'x'}", (), id="bound"),
        pytest.param("task_routes = {user: 'x'}", ("user = 'u'",), id="bound above"),
        pytest.param("task_routes = {USER: 'x'}", (), id="a constant"),
        pytest.param("task_routes = {user: 'x', 'other': 'y'}", (), id="only one of them"),
    ],
)
def test_leaves_alone(make_case: MakeCase, code: str, others: tuple[str, ...]):
    assert list(unquoted_keys.find(make_case(code, others=others))) == []
