"""What `pip install` lines ask for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from harness.checks import packages
from harness.interfaces import Case

MakeCase = Callable[..., Case]
EXTRAS = {"redis": [], "gevent": [], "pymemcache": []}


def case_of(make_case: MakeCase, code: str, **changes) -> Case:
    case = make_case(code, "console", **changes)
    return replace(case, facts={**case.facts, "extras": EXTRAS, "versions": {"celery": "5.4.0", "kombu": "5.3.7"}})


@pytest.mark.parametrize(
    ("code", "rule", "text", "suggestion"),
    [
        pytest.param('$ pip install "celery[gevnt]"', "unknown-extra", "gevnt", "gevent", id="misspelt"),
        pytest.param("$ pip install celery[lzma]", "unknown-extra", "lzma", None, id="like none, without quotes"),
        pytest.param(
            "$ python -m pip install -U 'celery[redis,s9]>=5'", "unknown-extra", "s9", None, id="among others"
        ),
        pytest.param('$ pip install "celery[redis"', "bad-requirement", "celery[redis", None, id="bracket open"),
        pytest.param('$ pip install "kombu>=5.7"', "wrong-version", "kombu>=5.7", None, id="bound that leaves it out"),
    ],
)
def test_finds(make_case: MakeCase, code: str, rule: str, text: str, suggestion: str | None):
    (finding,) = packages.find(case_of(make_case, code))
    assert (finding.rule, finding.place.text, finding.suggestion) == (rule, text, suggestion)
    assert finding.place.column == 5 + code.index(text)


def test_a_version_may_be_an_example(make_case: MakeCase):
    (finding,) = packages.find(case_of(make_case, "$ pip install celery==5.0"))
    assert finding.blame == "undecided"


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        pytest.param("$ pip install -U Celery", {}, id="no extras"),
        pytest.param('$ pip install "celery[redis]" "kombu[pgmq]>=5.0"', {}, id="another package's extra"),
        pytest.param("$ pip install https://host/x.zip#egg=celery", {}, id="link"),
        pytest.param("$ pip install -r requirements/[x].txt .", {}, id="files"),
        pytest.param("$ pip install celery[<extra>]", {}, id="placeholder"),
        pytest.param("$ pip uninstall celery[gone]", {}, id="another command"),
        pytest.param("$ pip install celery[gone]", {"lead": "In version 3.1 this was"}, id="history"),
        pytest.param("$ pip install celery[gone]", {"historical": True}, id="historical page"),
    ],
)
def test_leaves_alone(make_case: MakeCase, code: str, changes: dict):
    assert list(packages.find(case_of(make_case, code, **changes))) == []


def test_covers(make_case: MakeCase):
    assert packages.covers(case_of(make_case, "$ sudo pip install flower"))
    assert not packages.covers(case_of(make_case, "$ pip list"))
    assert not packages.covers(case_of(make_case, "$ pip install flower", historical=True))
