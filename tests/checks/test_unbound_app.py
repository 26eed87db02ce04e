"""The application under the name of its package."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.checks import unbound_app
from harness.interfaces import Case

MakeCase = Callable[..., Case]
APP = "from celery import Celery\napp = Celery()"


@pytest.mark.parametrize(
    ("code", "language", "column", "word"),
    [
        pytest.param("celery.control.revok('x')", "python", 20, "revok", id="of what it has"),
        pytest.param("celery.create_task_cls()", "python", 12, "create_task_cls", id="of itself"),
        pytest.param(">>> celery.control.purj()", "pycon", 24, "purj", id="at the prompt"),
    ],
)
def test_finds(make_case: MakeCase, code: str, language: str, column: int, word: str):
    (found,) = unbound_app.find(make_case(code, language, others=(APP,)))
    assert (found.rule, found.place.line, found.place.column, found.place.text) == ("unknown-name", 10, column, word)
    assert unbound_app.covers(make_case(code, language, others=(APP,)))


@pytest.mark.parametrize(
    ("code", "others", "changes"),
    [
        pytest.param("celery.conf.task_always_eager = True", (APP,), {}, id="the application has it"),
        pytest.param("celery.revok", (APP, "celery = Celery()"), {}, id="the page binds it"),
        pytest.param("celery.revok", (APP, "from proj.celery import celery"), {}, id="the page imports one"),
        pytest.param("celery.revok", (APP, "from . import celery"), {}, id="the reader's module"),
        pytest.param("import celery\ncelery.revok", (APP,), {}, id="the package: names' business"),
        pytest.param("celery.schedules.crontab()", (APP,), {}, id="the package has it"),
        pytest.param("celery.revok", (), {}, id="the page has no other name for it"),
        pytest.param("celery.revok", (APP,), {"lead": "With an application named celery:"}, id="told in words"),
        pytest.param("celery.revok", (APP,), {"scope": "celery.app.base.Celery.update"}, id="an object of the class"),
        pytest.param("celery.revok", (APP,), {"historical": True}, id="history"),
        pytest.param("celery.revok  # no longer works", (APP,), {}, id="told as gone"),
        pytest.param("app.conf", (APP,), {}, id="the usual name"),
        pytest.param("celery.revok", (APP,), {"language": "ini"}, id="no Python"),
    ],
)
def test_leaves_alone(make_case: MakeCase, code: str, others: tuple[str, ...], changes: dict):
    assert list(unbound_app.find(make_case(code, others=others, **changes))) == []
