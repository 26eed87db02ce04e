"""Paths of Celery in comments."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.checks import comments
from harness.interfaces import Case

MakeCase = Callable[..., Case]


@pytest.mark.parametrize(
    ("code", "text", "suggestion"),
    [
        pytest.param(
            "run()  # raises celery.exceptions.CelleryError", "celery.exceptions.CelleryError",
            "celery.exceptions.CeleryError", id="behind code",
        ),
        pytest.param(
            ">>> x = 1\n>>> # see celery.exceptions.CelleryError.", "celery.exceptions.CelleryError",
            "celery.exceptions.CeleryError", id="behind a prompt, at the end of a sentence",
        ),
    ],
)  # fmt: skip
def test_finds(make_case: MakeCase, code: str, text: str, suggestion: str) -> None:
    (finding,) = comments.find(make_case(code, "pycon" if ">>>" in code else "python"))
    assert (finding.rule, finding.place.text, finding.suggestion) == ("unknown-name", text, suggestion)
    last = code.split("\n")[-1]
    assert (finding.place.line, finding.place.column) == (10 + code.count("\n"), 5 + last.index(text))


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        pytest.param("x  # celery.exceptions.CeleryError", {}, id="there"),
        pytest.param("x  # celery.exceptions.Elsewhere", {}, id="like none"),
        pytest.param("x = 'celery.exceptions.CelleryError'", {}, id="no comment"),
        pytest.param("x  # proj.celery.exceptions.CelleryError", {}, id="the reader's own"),
        pytest.param("x  # in celery.conf or celery.py", {}, id="files"),
        pytest.param("x  # removed: celery.exceptions.CelleryError", {}, id="told as gone"),
        pytest.param("x  # celery.exceptions.CelleryError", {"historical": True}, id="told of the past"),
    ],
)
def test_leaves_alone(make_case: MakeCase, code: str, changes: dict[str, bool]) -> None:
    assert list(comments.find(make_case(code, **changes))) == []


def test_covers(make_case: MakeCase) -> None:
    assert comments.covers(make_case("x  # celery.exceptions.CeleryError"))
    assert not comments.covers(make_case("x  # celery.exceptions.Elsewhere"))
    assert not comments.covers(make_case("x  # celery"))
