"""Exceptions at the end of shown tracebacks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.checks import tracebacks
from harness.interfaces import Case

MakeCase = Callable[..., Case]


@pytest.mark.parametrize(
    ("code", "language", "place", "suggestion"),
    [
        pytest.param(
            "Traceback:\ncelery.exceptions.CeleryEror: x", "pytb", (11, 23, "CeleryEror"), "CeleryError", id="traceback"
        ),
        pytest.param("celery.exceptions.Gone: x", "pycon", (10, 23, "Gone"), None, id="alone"),
    ],
)
def test_finds(make_case: MakeCase, code: str, language: str, place: tuple[int, int, str], suggestion: str | None):
    (finding,) = tracebacks.find(make_case(code, language))
    assert (finding.rule, finding.suggestion) == ("unknown-name", suggestion)
    assert (finding.place.line, finding.place.column, finding.place.text) == place


@pytest.mark.parametrize(
    ("code", "language"),
    [
        pytest.param("celery.exceptions.Retry: x", "pytb", id="there"),
        pytest.param("TypeError: x", "pytb", id="builtin"),
        pytest.param("MyError: x", "pytb", id="the reader's own"),
        pytest.param("redis.exceptions.GoneError: x", "pytb", id="another package's"),
        pytest.param("see below\ncelery.exceptions.GoneError: x", "text", id="within prose"),
        pytest.param(">>> 1 / 0\ncelery.exceptions.GoneError: x", "pycon", id="of a session that is run"),
    ],
)
def test_leaves_alone(make_case: MakeCase, code: str, language: str):
    assert list(tracebacks.find(make_case(code, language))) == []


def test_covers(make_case: MakeCase):
    assert tracebacks.covers(make_case("celery.exceptions.Retry: x", "pytb"))
    assert not tracebacks.covers(make_case("MyError: x", "pytb"))
    assert not tracebacks.covers(make_case("TypeError: x", "pytb", historical=True))
