"""Dicts shown without keys that the same session looks up in them."""

from __future__ import annotations

import pytest

from harness.checks import contradiction
from harness.interfaces import Case
from harness.model import Docs, Finding, Observation, Page, Target
from tests.conftest import make_sample


def find(code: str, lead: str = "", *seen: Observation) -> list[Finding]:
    sample = make_sample(code, "pycon", lead=lead)
    case = Case(
        docs=Docs(version="5.7.0", root="/", sha256=""),
        page=Page(name="page", file=sample.file, title="", samples=(sample,), claims=(), problems=()),
        target=Target(name="t", celery="5.7.0", kombu="", python="", interpreter="", digest=""),
        facts={}, label="t-redis", sample=sample, observations=seen,
    )  # fmt: skip
    assert not contradiction.covers(case)
    return list(contradiction.find(case))


def test_finds_a_key_that_is_looked_up_and_not_shown():
    code = ">>> c.options\n{'header': 'value'}\n>>> c.options['link'][0].args\n(2,)\n>>> c.options['more']\n1"
    (found,) = find(code)
    assert (found.rule, found.place.line, found.place.text) == ("wrong-output-key", 11, "{'header': 'value'}")
    assert found.message == "shows c.options without the key 'link', which is looked up in it below"


@pytest.mark.parametrize(
    ("code", "lead"),
    [
        pytest.param(">>> c.o\n{'a': 1}\n>>> c.o['a']\n1", "", id="a key that is shown"),
        pytest.param(">>> c.o\n{'a': 1, ...}\n>>> c.o['b']\n1", "", id="keys left out"),
        pytest.param(">>> c.o\n{'a': 1}\n>>> c.link(x)\n>>> c.o['b']\n1", "", id="something happened between"),
        pytest.param(">>> c.o\n{'a': 1}\n>>> c.o['b'] = 1\n>>> c.o['b']\n1", "", id="it was put in"),
        pytest.param(">>> c.o\n{'a': 1}\n>>> c.p['b']\n1", "", id="another dict"),
        pytest.param(">>> c.o\n{'a': 1}\n>>> c.o['b']", "", id="nothing shown for the key"),
        pytest.param(">>> c.o\n{'a': 1}\n>>> c.o[key]\n1", "", id="a key that is not known"),
        pytest.param(">>> f()\n{'a': 1}\n>>> f()['b']\n1", "", id="a call may give another"),
        pytest.param(">>> c.o\n<Options>\n>>> c.o['b']\n1", "", id="no dict shown"),
        pytest.param(">>> c.o\n{'a': 1}\n>>> c.o['b']\n1", "It used to be so:", id="history"),
    ],
)
def test_leaves_alone(code: str, lead: str):
    assert find(code, lead) == []


def test_a_key_whose_absence_is_shown_is_no_contradiction():
    assert find(">>> c.o\n{'a': 1}\n>>> c.o['b']\nTraceback (most recent call last):\nKeyError: 'b'") == []


@pytest.mark.parametrize(
    ("source", "output", "suggestion"),
    [
        pytest.param(
            "c.o", "{'link': [f()], 'a': 1}", "{'a': 1, 'link': [f()]}", id="as it was displayed, in the page's order"
        ),
        pytest.param("c.o", "{'b': 2, 'a': 1}", None, id="the key was not there"),
        pytest.param("c.p", "{'link': [f()], 'a': 1}", None, id="another dict"),
        pytest.param("c.o", "<Options>", None, id="no dict"),
    ],
)
def test_what_was_displayed_is_what_should_be_shown(source: str, output: str, suggestion: str | None):
    seen = Observation(
        plan="p", step=0, sample=None, docs="5.7.0", target="t-redis", status="done", source=source, first=0,
        shown="{'a': 1}", output=output, value=output, raised=None, code=None, sent=(), warnings=(), log="", reason="",
        seconds=0.1,
    )  # fmt: skip
    (found,) = find(">>> c.o\n{'a': 1}\n>>> c.o['link'][0].args\n(2,)", "", seen)
    assert found.suggestion == suggestion
