"""Lists of parameters in prose."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.checks import parameter_lists
from harness.interfaces import Case
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("(name, kwargs, task=None, **kwargs)", id="twice the same"),
        pytest.param("(name=None, args)", id="a default before none"),
    ],
)
def test_finds(make_case: MakeCase, text: str):
    (finding,) = parameter_lists.find(make_case(claim=make_claim(text, "literal")))
    assert (finding.rule, finding.place.text) == ("syntax", text)


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        pytest.param("(name, args, task=None, **kwargs)", {}, id="compiles"),
        pytest.param("(args, kwargs, args)", {}, id="values, for all we know"),
        pytest.param("(2, 2)", {}, id="no names"),
        pytest.param("(a, a=1)", {"historical": True}, id="historical page"),
    ],
)
def test_leaves_alone(make_case: MakeCase, text: str, changes: dict):
    assert list(parameter_lists.find(make_case(claim=make_claim(text, "literal", **changes)))) == []
