"""Patterns by which workers are found among all processes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from harness.checks import patterns
from harness.interfaces import Case
from tests.conftest import make_sample

MakeCase = Callable[..., Case]
START = "$ celery -A proj worker -l INFO"
PLAIN = "$ celery worker -l INFO"


def case_of(make_case: MakeCase, code: str, other: str = "", **changes) -> Case:
    case = make_case(code, "console", **changes)
    others = (make_sample(other, "console"),) if other else ()
    return replace(case, page=replace(case.page, samples=(*others, *case.page.samples)))


@pytest.mark.parametrize(
    ("code", "other", "suggestion"),
    [
        pytest.param("$ pkill -9 -f 'celery worker'", START, "celery.*worker", id="whole command line"),
        pytest.param("$ pkill -9 -f 'celery worker'", "", "celery.*worker", id="page starts none"),
        pytest.param("$ pkill 'celery worker'", PLAIN, None, id="name of the process"),
        pytest.param(
            "$ ps auxww | awk '/celery worker/ {print $2}' | xargs kill -9", START, "celery.*worker", id="awk"
        ),
        pytest.param("$ ps aux | grep 'celery worker'", START, "celery.*worker", id="grep"),
        pytest.param("$ # ps auxww | awk '/celery worker/ {print $2}'", START, "celery.*worker", id="as a comment"),
    ],
)
def test_finds(make_case: MakeCase, code: str, other: str, suggestion: str | None):
    (finding,) = patterns.find(case_of(make_case, code, other))
    assert (finding.rule, finding.place.text) == ("pattern-matches-nothing", "celery worker")
    assert (finding.place.column, finding.suggestion) == (5 + code.index("celery worker"), suggestion)


@pytest.mark.parametrize(
    ("code", "other", "changes"),
    [
        pytest.param("$ pkill -f 'celery worker'", PLAIN, {}, id="one is started so"),
        pytest.param("$ pkill -f 'celery.*worker'", START, {}, id="room between"),
        pytest.param("$ pkill celery", START, {}, id="name of the program"),
        pytest.param("$ pkill -f 'my daemon'", START, {}, id="nothing of Celery's"),
        pytest.param("$ pkill -f 'celery worker'", START, {"historical": True}, id="historical page"),
        pytest.param("$ ps aux | grep -v 'celery worker'", START, {}, id="what is left out"),
        pytest.param("$ pkill -f 'celery worker('", START, {}, id="no expression"),
    ],
)
def test_leaves_alone(make_case: MakeCase, code: str, other: str, changes: dict):
    assert list(patterns.find(case_of(make_case, code, other, **changes))) == []


def test_covers(make_case: MakeCase):
    assert patterns.covers(case_of(make_case, "$ pkill celery"))
    assert not patterns.covers(case_of(make_case, "$ pkill other"))
