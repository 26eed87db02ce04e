"""Types as Python 2 displays them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import pytest

from harness.checks import old_reprs
from harness.interfaces import Case

MakeCase = Callable[..., Case]


@pytest.mark.parametrize(
    ("code", "shown", "right"),
    [
        pytest.param(">>> type({})\n<type 'dict'>", "<type 'dict'>", "<class 'dict'>", id="alone"),
        pytest.param(
            ">>> me.deep\ndefaultdict(<type 'dict'>, {'thing': 42})", "<type 'dict'>", "<class 'dict'>", id="within"
        ),
        pytest.param(">>> x.mro()\n[<X>,\n <type 'object'>]", "<type 'object'>", "<class 'object'>", id="a line below"),
    ],
)
def test_finds(make_case: MakeCase, code: str, shown: str, right: str):
    (finding,) = old_reprs.find(make_case(code, "pycon"))
    assert (finding.rule, finding.place.text, finding.suggestion) == ("outdated-repr", shown, right)


@pytest.mark.parametrize(
    ("code", "language", "changes"),
    [
        pytest.param(">>> type({})\n<class 'dict'>", "pycon", {}, id="as it is now"),
        pytest.param(">>> \"<type 'dict'>\"", "pycon", {}, id="typed"),
        pytest.param(">>> f(\n...   \"<type 'dict'>\")", "pycon", {}, id="typed on the next line"),
        pytest.param(">>> x\n<type 'unicode'>", "pycon", {}, id="a type that only Python 2 had"),
        pytest.param(">>> x\n<type 'len'>", "pycon", {}, id="no type"),
        pytest.param("shown = \"<type 'dict'>\"", "python", {}, id="code"),
        pytest.param("$ show\n<type 'dict'>", "console", {}, id="another program's"),
        pytest.param(">>> type({})\n<type 'dict'>", "pycon", {"historical": True}, id="history"),
    ],
)
def test_leaves_alone(make_case: MakeCase, code: str, language: str, changes: dict):
    assert list(old_reprs.find(make_case(code, language, **changes))) == []


def test_what_was_held_against_what_is_displayed_is_left_to_that(make_case: MakeCase):
    case = make_case(">>> type({})\n<type 'dict'>", "pycon")
    assert not list(old_reprs.find(replace(case, observations=(SimpleNamespace(shown="<type 'dict'>"),))))
    assert list(old_reprs.find(replace(case, observations=(SimpleNamespace(shown=None),))))
