"""Names that prose writes with a slip of the fingers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harness.checks import _vocabulary, misspelt
from harness.interfaces import Case
from tests.checks.conftest import make_claim
from tests.conftest import make_sample

MakeCase = Callable[..., Case]
MODULE = '''"""Docs: word_of_docs."""


def run(self, retry_slowly=None):
    """Run.

    With ``{}`` it takes its time.
    """
    # a comment on hidden_word
    return self.queue_lenght or "text_in_code" or ["key_of_code"]
'''


@pytest.fixture
def written(make_case: MakeCase, tmp_path: Path) -> Callable[..., Case]:
    """A case of a literal in a page with a sample; `scope` for one in a docstring."""

    def make(
        text: str, *, code: str = "add.apply_async(countdown=1)", before: str = "", more: str = "", **changes: Any
    ) -> Case:
        docstring = changes.get("scope", "")
        page, module = tmp_path / "docs/userguide/page.rst", tmp_path / "celery/run.py"
        for path in (page, module):
            path.parent.mkdir(parents=True, exist_ok=True)
        page.write_text("" if docstring else f"Page\n\n{before}``{text}`` says it.\n\n{more}")
        module.write_text(MODULE.format(text) if docstring else "")
        where = {"file": "celery/run.py", "line": 7, "column": 12} if docstring else {"column": len(before) + 3}
        given = {"fields": {"form": "literal"}, **where} | changes
        case = make_case(claim=make_claim(text, "literal", **given))
        samples = (make_sample(code),) if code and not docstring else ()
        return replace(case, docs=replace(case.docs, root=str(tmp_path)), page=replace(case.page, samples=samples))

    return make


@pytest.mark.parametrize(
    ("text", "changes", "right"),
    [
        pytest.param("countdwon", {}, "countdown", id="of a sample"),
        pytest.param("coutdown", {}, "countdown", id="a letter less"),
        pytest.param("countdown_", {"code": "x = countdown"}, "countdown", id="an underscore more"),
        pytest.param("countdwon=10", {}, "countdown", id="with a value"),
        pytest.param("'countdwon'", {}, "countdown", id="in quotes"),
        pytest.param("add.aply_async", {}, "apply_async", id="behind a dot"),
        pytest.param(".aply_async()", {}, "apply_async", id="called"),
        pytest.param("@shared_tsak", {"code": "@shared_task"}, "shared_task", id="a decorator"),
        pytest.param("TypeErorr", {}, "TypeError", id="of Python"),
        pytest.param("sys.stdrer", {}, "stderr", id="of a module of Python"),
        pytest.param("CELERY_TASK_ALWAYS_EGAER", {}, "CELERY_TASK_ALWAYS_EAGER", id="with a namespace"),
        pytest.param("SIGTREM", {}, "SIGTERM", id="a signal of processes"),
        pytest.param("retry_slowyl", {"scope": "celery.run.run"}, "retry_slowly", id="of a docstring's own code"),
        pytest.param("text_in_cod", {"scope": "celery.run.run"}, "text_in_code", id="in a string of that"),
        pytest.param("task_alway_eager", {}, "task_always_eager", id="of the release"),
        pytest.param("send_tasks", {"code": "send_task(1)\nsend_taskz(2)"}, None, id="of two"),
        pytest.param("purges()", {}, "purge", id="called, a short name of the release"),
        pytest.param("countdwon", {"before": "It is deprecated in favor of "}, "countdown", id="what is advised"),
        pytest.param(
            "countdwon", {"before": "This is no longer so; "}, "countdown", id="told as gone is something else"
        ),
    ],
)
def test_finds(written: Callable[..., Case], text: str, changes: dict[str, Any], right: str | None) -> None:
    case = written(text, **changes)
    (finding,) = misspelt.find(case)
    name = next(word for word in re.findall(r"\w+", text) if word not in ("add", "10", "sys"))
    assert (finding.rule, finding.suggestion, finding.place.text) == ("misspelt-name", right, name)
    assert case.claim is not None
    assert finding.place.column == case.claim.column + text.index(name)
    assert not misspelt.covers(case)


def test_finds_keywords(written: Callable[..., Case]) -> None:
    case = written("apply_async((1,),\n    countdwon=10, x='a, b=1')")
    (finding,) = misspelt.find(case)
    assert (finding.place.line, finding.place.column, finding.place.text) == (4, 5, "countdwon")


RENAMED = make_claim("CELERY_ALWAYS_EAGRE", "renamed", column=3)


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        pytest.param("countdown", {}, id="right"),
        pytest.param("Countdown", {}, id="another case"),
        pytest.param("countdown1", {}, id="a digit"),
        pytest.param("coutdwon", {}, id="two slips"),
        pytest.param("countdwon", {"more": "The countdwon is mine.\n"}, id="somebody's own"),
        pytest.param("gadgetry", {"code": "widget(1)"}, id="nothing near"),
        pytest.param("isinstance", {"code": "isinstanse(1)"}, id="Python's own"),
        pytest.param("tasks/countdwon.py", {}, id="a file"),
        pytest.param("-countdwon", {}, id="with a hyphen"),
        pytest.param("adn", {"code": "and_(add)"}, id="short"),
        pytest.param("the countdwon", {}, id="words"),
        pytest.param("f('countdwon')", {}, id="a string that is given"),
        pytest.param("/countdwon", {}, id="a path"),
        pytest.param("countdwon", {"historical": True}, id="history"),
        pytest.param("countdwon", {"before": "It was called "  "formerly "}, id="told as gone"),
        pytest.param("countdwon", {"fields": {"form": "file"}}, id="a file"),
        pytest.param("countdwon", {"fields": {"form": "literal", "exact": "no"}}, id="nobody knows where"),
    ],
)  # fmt: skip
def test_leaves_alone(written: Callable[..., Case], text: str, changes: dict[str, Any]) -> None:
    assert list(misspelt.find(written(text, **changes))) == []


@pytest.mark.parametrize(
    ("text", "scope", "right"),
    [
        pytest.param("revoke_by_stamped_words()", "celery.run.run", "revoke_by_stamped_headers", id="a part"),
        pytest.param("revoke_by_stamped_words", "celery.run.run", None, id="not called"),
        pytest.param("revoke_by_stamped_words()", "", None, id="on a page"),
        pytest.param("revoke_with_other_words()", "celery.run.run", None, id="several parts"),
        pytest.param("purge_words()", "celery.run.run", None, id="few parts"),
    ],
)
def test_another_word_for_a_part(written: Callable[..., Case], text: str, scope: str, right: str | None) -> None:
    made = written(text, scope=scope)
    made = replace(made, facts={**made.facts, "words": ["purge_queue"]})
    assert [each.suggestion for each in misspelt.find(made)] == ([right] if right else [])


def test_leaves_old_settings_to_others(written: Callable[..., Case]) -> None:
    case = written("CELERY_ALWAYS_EAGRE")
    assert list(misspelt.find(case))
    case = replace(case, page=replace(case.page, claims=(RENAMED,)))
    assert list(misspelt.find(case)) == []
    assert not misspelt.covers(replace(case, page=replace(case.page, samples=(make_sample("CELERY_ALWAYS_EAGRE"),))))


@pytest.mark.parametrize(
    ("text", "changes", "covered"),
    [
        pytest.param("countdown", {}, True, id="of a sample"),
        pytest.param("task_always_eager", {}, True, id="of the release"),
        pytest.param("retry_slowly", {"scope": "celery.run.run"}, True, id="of a docstring's own code"),
        pytest.param("key_of_code", {"scope": "celery.run.run"}, True, id="of a string"),
        pytest.param("hidden_word", {"scope": "celery.run.run"}, False, id="of a comment"),
        pytest.param("word_of_docs", {"scope": "celery.run.run"}, False, id="of a docstring"),
        pytest.param("nobodys_name", {}, False, id="of nothing"),
        pytest.param("True", {"code": "x = True"}, False, id="a value"),
        pytest.param("add.apply_async", {}, True, id="behind a dot"),
        pytest.param("sys.stderr", {}, True, id="of a module of Python"),
        pytest.param("apply.add", {"code": "apply.add"}, False, id="behind a dot, and short"),
        pytest.param("add.update()", {"more": "updates updates"}, False, id="one and many"),
    ],
)
def test_covers(written: Callable[..., Case], text: str, changes: dict[str, Any], covered: bool) -> None:
    assert misspelt.covers(written(text, **changes)) is covered


@pytest.mark.parametrize(
    ("one", "other", "is_slip"),
    [("task_id", "tas_kid", True), ("ab", "ba", True), ("abc", "abd", True), ("abcd", "abc", True),
     ("t1x", "t2x", False), ("abcd", "abc1d", False), ("abcd", "badc", False), ("abc", "ABC", False), ("ncurses", "_curses", False)],
)  # fmt: skip
def test_slips(one: str, other: str, is_slip: bool) -> None:
    assert _vocabulary._is_slip(one, other) is _vocabulary._is_slip(other, one) is is_slip


def test_references(written: Callable[..., Case]) -> None:
    def referred(text: str, role: str = "meth") -> Case:
        case = written(text)
        assert case.claim is not None
        return replace(case, claim=replace(case.claim, kind="xref", fields={"role": role}))

    (finding,) = misspelt.find(referred("~Task.aply_async"))
    assert (finding.place.text, finding.place.column, finding.suggestion) == ("aply_async", 9, "apply_async")
    assert misspelt.covers(referred("apply_async"))
    assert list(misspelt.find(referred("aply_async", "doc"))) == []
    assert list(misspelt.find(referred("celery.aply_async"))) == []
