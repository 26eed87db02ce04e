"""Classes that examples in docstrings call."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from harness.checks import docstring_names
from harness.interfaces import Case

MakeCase = Callable[..., Case]
SCOPE = "celery.pool.LazyPool"


@pytest.fixture
def case(make_case: MakeCase) -> Callable[..., Case]:
    def make(code: str, **changes) -> Case:
        made = make_case(code, **{"scope": SCOPE, "headings": (), **changes})
        members = {each: {"kind": "class", "ref": f"celery.pool.{each}"} for each in ("LazyPool", "Connection")}
        modules = {**made.facts["modules"], "celery.pool": {"members": members}}
        page = dataclasses.replace(made.page, name="celery/pool", file="celery/pool.py", title="")
        return dataclasses.replace(made, page=page, facts={**made.facts, "modules": modules})

    return make


@pytest.mark.parametrize(
    ("code", "changes", "place", "suggestion"),
    [
        pytest.param(
            "pool = LazyCallback(1)", {}, (10, 12, "LazyCallback"), "LazyPool", id="the class, as it was called"
        ),
        pytest.param("x = {'a': LazyList()}", {}, (10, 15, "LazyList"), "LazyPool", id="within"),
        pytest.param("c = Connektion()", {}, (10, 9, "Connektion"), "Connection", id="a slip"),
        pytest.param(
            ">>> Connektion()", {"language": "pycon"}, (10, 9, "Connektion"), "Connection", id="at the prompt"
        ),
        pytest.param(
            "LazyThing()", {"scope": f"{SCOPE}.grow"}, (10, 5, "LazyThing"), "LazyPool", id="in a method's docstring"
        ),
    ],
)
def test_finds(case, code: str, changes: dict, place: tuple[int, int, str], suggestion: str):
    made = case(code, **changes)
    (finding,) = docstring_names.find(made)
    assert (finding.rule, finding.suggestion) == ("undefined-name", suggestion)
    assert (finding.place.line, finding.place.column, finding.place.text) == place
    assert docstring_names.covers(made)


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        pytest.param("LazyPool()", {}, id="the class itself"),
        pytest.param("LazyPool(LazyCallback())", {}, id="beside the class"),
        pytest.param("Twitter()", {}, id="the reader's"),
        pytest.param("class LazyOne(LazyPool): pass\nLazyOne()", {}, id="made here"),
        pytest.param("from proj import LazyOne\nLazyOne()", {}, id="imported"),
        pytest.param("AsyncResult('x')", {}, id="the release's"),
        pytest.param("ValueError()", {}, id="Python's"),
        pytest.param("LazyOne()  # does not work", {}, id="told as wrong"),
        pytest.param("LazyOne()", {"historical": True}, id="history"),
        pytest.param("LazyOne()", {"scope": ""}, id="on a page"),
        pytest.param("LazyOne()", {"scope": "celery.pool.helper"}, id="in the docstring of a function"),
        pytest.param("LAZY()", {}, id="no class's name"),
    ],
)
def test_leaves_alone(case, code: str, changes: dict):
    assert list(docstring_names.find(case(code, **changes))) == []


def test_covers(case):
    assert docstring_names.covers(case("LazyPool()"))
    assert not docstring_names.covers(case("Twitter()"))
