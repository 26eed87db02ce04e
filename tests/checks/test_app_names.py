"""Attributes of the application in prose, and what old names are said to have become."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.checks import app_names
from harness.interfaces import Case
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]
USED = "app = Celery('proj')"
OLD = ("Page", "Aliases (pending deprecation)")


@pytest.fixture
def case(make_case: MakeCase, tmp_path: Path) -> Callable[..., Case]:
    """A case of the literal between the marks «» of a line."""

    def make(line: str, headings: tuple[str, ...] = ("Page",), others: tuple[str, ...] = (USED,), **changes) -> Case:
        before, _, rest = line.partition("«")
        text, _, behind = rest.partition("»")
        file = tmp_path / "docs" / "userguide" / "page.rst"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"Page\n====\n{before}{text}{behind}\n")
        claim = make_claim(text, "literal", column=len(before) + 1, headings=headings, **changes)
        made = make_case(claim=claim, others=others)
        return dataclasses.replace(made, docs=dataclasses.replace(made.docs, root=str(tmp_path)))

    return make


@pytest.mark.parametrize(
    ("line", "headings", "text", "suggestion"),
    [
        pytest.param("Use ``«app.with_connection»``.", ("Page",), "with_connection", None, id="the application's"),
        pytest.param("Use ``«app.control.revok»``.", ("Page",), "revok", "revoke", id="of a part"),
        pytest.param("Use ``«app.sent_task('x')»``.", ("Page",), "sent_task", "send_task", id="called"),
        pytest.param("* ``.publish`` -> {``«app.publish»``}", OLD, "publish", None, id="an arrow's end, in braces"),
        pytest.param("* ``app.old`` => `«app.publish»`", OLD, "publish", None, id="another arrow"),
        pytest.param(
            "* ``.x`` -> ``«celery.schedules.crontabs»``",
            OLD,
            "celery.schedules.crontabs",
            "celery.schedules.crontab",
            id="an arrow to a path",
        ),
        pytest.param(
            "* ``.x`` -> ``«celery.utils.logbase»``",
            OLD,
            "celery.utils.logbase",
            "celery.utils.log.base",
            id="a path without one of its dots",
        ),
    ],
)
def test_finds(case, line: str, headings: tuple[str, ...], text: str, suggestion: str | None):
    made = case(line, headings)
    modules = dict(made.facts["modules"])
    log = modules["celery.utils.log"]
    modules["celery.utils.log"] = {
        **log, "members": {**log["members"], "base": {"kind": "class", "ref": "celery.app.task.Task"}}
    }  # fmt: skip
    made = dataclasses.replace(made, facts={**made.facts, "modules": modules})
    (finding,) = app_names.find(made)
    assert finding.rule == "unknown-name"
    assert (finding.place.text, finding.suggestion) == (text, suggestion)
    line = line.replace("«", "").replace("»", "")
    assert line[finding.place.column - 1 :].startswith(text)
    assert app_names.covers(made)


def test_a_function_that_is_elsewhere_is_told_and_not_put_there(case):
    made = case("Use ``«app.control.get_logger»``.")
    modules = dict(made.facts["modules"])
    member = {"kind": "function", "ref": "celery.utils.log.get_logger"}
    modules["celery.utils.log"] = {"members": {"get_logger": member}}
    (finding,) = app_names.find(dataclasses.replace(made, facts={**made.facts, "modules": modules}))
    assert finding.suggestion is None
    assert finding.message.endswith("it is celery.utils.log.get_logger")


@pytest.mark.parametrize(
    ("line", "changes"),
    [
        pytest.param("Use ``«app.control.revoke»``.", {}, id="it is there"),
        pytest.param("Set ``«app.conf.my_own_key»``.", {}, id="a key of the configuration"),
        pytest.param("* ``«app.publish»`` -> ``app.send_task``", {}, id="an arrow's beginning"),
        pytest.param("* ``«celery.gone.publish»`` -> ``app.send_task``", {"headings": OLD}, id="an old path"),
        pytest.param("Use ``«app.publish»``.", {"headings": OLD}, id="under a title of history"),
        pytest.param("The method ``«app.publish»`` has been removed.", {}, id="told as gone"),
        pytest.param("Use ``«app.publish»``.", {"historical": True}, id="in a chronicle"),
        pytest.param("* ``.x`` -> ``«app.publish»``", {"historical": True}, id="an arrow in a chronicle"),
        pytest.param("Use ``«app.tasks.add»``.", {"others": ("from app.tasks import add",)}, id="a module app"),
        pytest.param("Use ``«app.models.Entry»``.", {}, id="a file that a package has"),
        pytest.param("Use ``«app.publish»``.", {"others": ("app.publish = 1", USED)}, id="set by the reader"),
        pytest.param("Use ``«app.publish»``.", {"others": ()}, id="nothing says what app is"),
        pytest.param("Use ``«myapp.publish»``.", {}, id="another name"),
        pytest.param("Use ``«app.backend.nothing»``.", {}, id="of a part that nobody knows"),
    ],
)
def test_leaves_alone(case, line: str, changes: dict):
    assert list(app_names.find(case(line, **changes))) == []


def test_what_stands_on_several_lines_is_not_placed(case):
    assert not list(app_names.find(case("Use ``«app.publish»``.", fields={"exact": "no"})))


def test_covers(case):
    assert app_names.covers(case("Use ``«app.control.revoke»``."))
    assert not app_names.covers(case("Use ``«app.conf.my_own_key»``."))
    assert not app_names.covers(case("Use ``«app.nothing»``.", others=()))
    assert not app_names.covers(case("Use ``«app.models.Entry»``."))
