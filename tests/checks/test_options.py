"""Arguments that are not taken, and options that nobody reads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.checks import options
from harness.interfaces import Case
from tests.checks.conftest import make_claim
from tests.checks.passages import placed
from tests.conftest import make_sample

MakeCase = Callable[..., Case]
CRONTAB = "from celery.schedules import crontab\n"


@pytest.mark.parametrize(
    ("code", "rule", "place", "suggestion"),
    [
        pytest.param(CRONTAB + "crontab(hours=1)", "unknown-argument", (11, 13, "hours"), "hour", id="class"),
        pytest.param(
            "from celery.utils.log import get_task_logger\nget_task_logger(logger='x')",
            "unknown-argument",
            (11, 21, "logger"),
            None,
            id="function",
        ),
        pytest.param(
            "app.setup_security(key='k', digets='sha1')", "unknown-argument", (10, 33, "digets"), "digest", id="method"
        ),
        pytest.param(
            "app.control.inspect(destnation=['a'])",
            "unknown-argument",
            (10, 25, "destnation"),
            "destination",
            id="class of a part",
        ),
        pytest.param(
            "app.control.inspect().stats(timeout=1)",
            "unknown-argument",
            (10, 17, "inspect().stats(timeout=1)"),
            "inspect(timeout=1).stats()",
            id="what the call takes that makes the object",
        ),
        pytest.param(
            "app.control.inspect(timeout=2).stats(timeout=1)",
            "unknown-argument",
            (10, 42, "timeout"),
            None,
            id="which is given it already",
        ),
        pytest.param(
            "app.control.inspect(['a'], 1).stats(timeout=1)",
            "unknown-argument",
            (10, 41, "timeout"),
            None,
            id="which is given it by position",
        ),
        pytest.param(
            "app.control.inspect().stats(wait=1)", "unknown-argument", (10, 33, "wait"), None, id="nobody takes it"
        ),
        pytest.param("app.control.enable_events(['a'], 2)", "excess-argument", (10, 38, "2"), None, id="one too many"),
        pytest.param(
            CRONTAB + "crontab(0, 1, 2)", "excess-argument", (11, 19, "2"), None, id="keyword-only, by position"
        ),
        pytest.param(
            CRONTAB + "crontab.from_string('a', 'b')", "excess-argument", (11, 30, "'b'"), None, id="classmethod"
        ),
        pytest.param(
            "add.s(2).set(coundown=10)", "unknown-option", (10, 18, "coundown"), "countdown", id="set on a signature"
        ),
        pytest.param(
            "app.add_periodic_task(3.0, add.s(), eat=1)", "unknown-option", (10, 41, "eat"), "eta", id="handed on"
        ),
        pytest.param("self.retry(coundown=3)", "unknown-option", (10, 16, "coundown"), "countdown", id="retry"),
        pytest.param(
            "app.control.revoke('id', conection=None)",
            "unknown-argument",
            (10, 30, "conection"),
            "connection",
            id="of another method of the object, handed on",
        ),
        pytest.param(
            "add.apply_async((2, 2), coundown=10)",
            "unknown-option",
            (10, 29, "coundown"),
            "countdown",
            id="execution option",
        ),
        pytest.param(
            "@app.task(ignore_results=True)\ndef f(): pass",
            "unknown-option",
            (10, 15, "ignore_results"),
            "ignore_result",
            id="option of a task",
        ),
        pytest.param(
            "app.send_task('x', routing_keys='y')",
            "unknown-option",
            (10, 24, "routing_keys"),
            "routing_key",
            id="option taken from **options",
        ),
    ],
)
def test_finds(make_case: MakeCase, code: str, rule: str, place: tuple[int, int, str], suggestion: str | None):
    (finding,) = options.find(make_case(code))
    assert (finding.place.line, finding.place.column, finding.place.text) == place
    assert (finding.rule, finding.suggestion) == (rule, suggestion)
    assert finding.severity == ("silent" if rule == "unknown-option" else "breaks")


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(CRONTAB + "crontab(0, hour=1, nowfun=f)", id="taken"),
        pytest.param("app = Celery('x', broker='y', anything=1)", id="**kwargs"),
        pytest.param("app.control.revoke(1, anything=2)", id="**kwargs of a method"),
        pytest.param(
            "@app.task(bind=True, base=T, autoretry_for=(E,), queue='x', mine=1)\ndef f(): pass", id="of a task"
        ),
        pytest.param("add.apply_async((2, 2), countdown=1, expires=2, priority=3, headers={}, link=f)", id="all read"),
        pytest.param("add.apply_async((2, 2), my_stamp=1)", id="somebody's own option"),
        pytest.param("from celery.utils.log import setup_logging\nsetup_logging(anything=1)", id="hands on"),
        pytest.param("from celery import chain\nchain(a, b, app=1)", id="__new__"),
        pytest.param("app.control.enable_events(...)", id="arguments left out"),
        pytest.param("app.setup_security(*many)\napp.setup_security(**more)", id="unpacked"),
        pytest.param("def crontab(x): pass\ncrontab(hours=1)", id="a function of the reader's"),
        pytest.param(CRONTAB + "crontab(hours=1)  # wrong", id="wrong on purpose"),
        pytest.param("try:\n    app.setup_security(x=1)\nexcept Exception:\n    pass", id="tried"),
    ],
)
def test_leaves_alone(make_case: MakeCase, code: str):
    assert list(options.find(make_case(code))) == []


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("cache.set(coundown=10)", id="set on anything"),
        pytest.param("f(x).set(coundown=10)", id="set on what a function gives"),
        pytest.param("sig.stamp(coundown=10)", id="a header of the reader's"),
        pytest.param("add.apply_async((2,), MessageGroupId='x')", id="for the broker"),
        pytest.param("app.control.revoke('id', anything=1)", id="handed on, like nothing"),
    ],
)
def test_keywords_of_the_readers(make_case: MakeCase, code: str):
    assert list(options.find(make_case(code))) == []


@pytest.mark.parametrize(
    ("code", "covered"),
    [
        pytest.param(CRONTAB + "crontab(hour=1)", True, id="bound"),
        pytest.param("add.apply_async((2,), countdown=1)", True, id="execution options"),
        pytest.param("add.apply_async((2,))", True, id="of what is a task"),
        pytest.param("x.y.apply_async((2,))", False, id="no options"),
        pytest.param("f(1)\nlen('x')", False, id="not Celery's"),
        pytest.param(CRONTAB, False, id="no call"),
    ],
)
def test_covers(make_case: MakeCase, code: str, covered: bool):
    assert options.covers(make_case(code)) is covered
    assert not options.covers(make_case(code, "console"))
    assert not options.covers(make_case(code, historical=True))


TASK = {"kind": "method", "signature": [["self", "either"], ["args", "*"], ["kwargs", "**"]]}
PASSING = "by passing the ``countdown`` option,\nwhen calling ``apply_async`` or ``delay``."


@pytest.fixture
def sentence(make_case: MakeCase, tmp_path: Path) -> MakeCase:
    """A case of what a page says, beside a sample."""

    def make(text: str, code: str = "", signature: object = TASK, headings: tuple[str, ...] = ("Page",)) -> Case:
        case = make_case(claim=make_claim("Page", "heading", line=1, headings=headings))
        members = {**case.facts["classes"]["celery.app.task.Task"]["members"], "delay": signature}
        classes = {**case.facts["classes"], "celery.app.task.Task": {"members": members}}
        samples = [make_sample(code)] if code else []
        return placed(case, tmp_path, f"Page\n====\n\n{text}\n", {**case.facts, "classes": classes}, samples=samples)

    return make


@pytest.mark.parametrize(
    ("text", "place", "right"),
    [
        pytest.param(PASSING, (5, 14, "``apply_async`` or ``delay``"), "``apply_async``", id="beside apply_async"),
        pytest.param(
            "Use it by giving ``queue`` to :meth:`~@Task.delay`.", (4, 31, ":meth:`~@Task.delay`"),
            ":meth:`~@Task.apply_async`", id="to delay alone",
        ),
        pytest.param(
            "The ``eta=now`` argument can be passed to ``delay()``/``apply_async()``.",
            (4, 43, "``delay()``/``apply_async()``"), "``apply_async()``", id="can be passed",
        ),
    ],
)  # fmt: skip
def test_delay_takes_no_option(sentence: MakeCase, text: str, place: tuple[int, int, str], right: str):
    (finding,) = options.find(sentence(text))
    assert (finding.rule, finding.suggestion) == ("unknown-argument", right)
    assert (finding.place.line, finding.place.column, finding.place.text) == place


@pytest.mark.parametrize(
    ("text", "given"),
    [
        pytest.param(PASSING.replace("``apply_async`` or ``delay``", "``apply_async``"), {}, id="not to delay"),
        pytest.param(PASSING.replace("``countdown``", "``x``"), {}, id="no option"),
        pytest.param(PASSING.replace("``countdown``", "``args``"), {}, id="what it is given anyway"),
        pytest.param("You can't go " + PASSING, {}, id="told not to"),
        pytest.param("It fails " + PASSING, {}, id="what comes of it"),
        pytest.param(PASSING, {"headings": ("Deprecated",)}, id="history"),
        pytest.param(PASSING, {"signature": {**TASK, "signature": [["args", "*"]]}}, id="another delay"),
        pytest.param(PASSING, {"code": "@app.task\ndef f(countdown):\n    pass"}, id="an argument of the page's task"),
        pytest.param("Pass ``countdown`` to ``apply_async``, or call ``delay``.", {}, id="two things"),
        pytest.param("``delay`` is a shortcut to ``apply_async``; ``countdown`` is its option.", {}, id="no giving"),
    ],
)
def test_what_delay_takes(sentence: MakeCase, text: str, given: dict[str, Any]):
    assert list(options.find(sentence(text, **given))) == []
