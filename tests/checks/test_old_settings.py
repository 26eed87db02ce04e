"""Old names of settings beside the new ones."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.checks import old_settings
from harness.interfaces import Case
from harness.model import Claim
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]


def pair(old: str, new: str, *, words: str = "", role: str = "setting", **changes: Any) -> Claim:
    form = "prefix" if old.endswith("_") else "row"
    fields = {"form": form, "new": new, "role": role, "line": "3", "column": "30", "words": words}
    return make_claim(old, "renamed", fields=fields, **changes)


@pytest.mark.parametrize(
    ("claim", "suggestion", "observed"),
    [
        pytest.param(
            pair("CELERY_RESULT_EXPIRES", "result_expires"),
            "CELERY_TASK_RESULT_EXPIRES",
            "nothing reads the old name CELERY_RESULT_EXPIRES; "
            "the old name of result_expires is CELERY_TASK_RESULT_EXPIRES",
            id="a name that was never taken",
        ),
        pytest.param(
            pair("CELERY_ALWAYS_EAGER", "result_expires"),
            "CELERY_TASK_RESULT_EXPIRES",
            "CELERY_ALWAYS_EAGER is taken for task_always_eager; "
            "the old name of result_expires is CELERY_TASK_RESULT_EXPIRES",
            id="another's old name",
        ),
        pytest.param(
            pair("CELERY_LOST_CLIENT_NAME", "lost_client_name"),
            None,
            "nothing reads the old name CELERY_LOST_CLIENT_NAME; lost_client_name has no old name",
            id="a new name that never had an old one",
        ),
        pytest.param(
            pair("CELERY_ROUTING_TABLE", "task_routes"),
            None,
            "nothing reads the old name CELERY_ROUTING_TABLE; the old name of task_routes is TASK_ROUTES",
            id="perhaps one of an old release: the new one in capitals is no better",
        ),
        pytest.param(
            pair("TASK_ROUTSE", "task_routes"),
            "TASK_ROUTES",
            "nothing reads the old name TASK_ROUTSE; the old name of task_routes is TASK_ROUTES",
            id="a slip for the new one in capitals",
        ),
        pytest.param(
            pair("[...]_EXPIRE", "result_expires"),
            "CELERY_TASK_RESULT_EXPIRES",
            "nothing reads the old name [...]_EXPIRE; the old name of result_expires is CELERY_TASK_RESULT_EXPIRES",
            id="an end that no old name has",
        ),
        pytest.param(
            pair("celeri_always_", "task_always_"),
            "celery_always_",
            "no old name begins with celeri_always_; those of task_always_ settings begin with celery_always_",
            id="prefix",
        ),
    ],
)
def test_finds(make_case: MakeCase, claim: Claim, suggestion: str | None, observed: str):
    (finding,) = old_settings.find(make_case(claim=claim))
    assert (finding.rule, finding.suggestion, finding.observed) == ("old-setting-name", suggestion, observed)
    assert (finding.place.line, finding.place.column, finding.place.text) == (3, 7, claim.text)


@pytest.mark.parametrize(
    ("old", "history", "blame", "suggestion"),
    [
        pytest.param("CELERY_ENABLE_UTC", "CELERY_ENABLE_UTC", "library", None, id="the code has forgotten it"),
        pytest.param("CELERY_ENABLE_UTC", "OTHER", "docs", "ENABLE_UTC", id="it was never there"),
        pytest.param(
            "CELERY_RESULT_EXPIRES", "CELERY_RESULT_EXPIRES", "docs", "CELERY_TASK_RESULT_EXPIRES",
            id="the code has another old name",
        ),
    ],
)  # fmt: skip
def test_whose_fault_it_is(
    make_case: MakeCase, tmp_path: Path, old: str, history: str, blame: str, suggestion: str | None
):
    (tmp_path / "Changelog.rst").write_text(f"- :setting:`{history}` works again\n", encoding="utf-8")
    new = old.removeprefix("CELERY_").lower()
    case = make_case(claim=pair(old, new))
    docs = dataclasses.replace(case.docs, root=str(tmp_path))
    (finding,) = old_settings.find(dataclasses.replace(case, docs=docs))
    assert (finding.blame, finding.suggestion) == (blame, suggestion)


def test_a_new_name_that_is_none_is_meant_for_what_the_old_one_is_taken_for(make_case: MakeCase):
    (finding,) = old_settings.find(make_case(claim=pair("CELERY_ALWAYS_EAGER", "task_on_the_spot", role="")))
    assert (finding.rule, finding.suggestion) == ("unknown-setting", "task_always_eager")
    assert (finding.place.column, finding.place.text) == (30, "task_on_the_spot")


@pytest.mark.parametrize(
    "claim",
    [
        pytest.param(pair("CELERY_ALWAYS_EAGER", "task_always_eager"), id="a pair of the release's"),
        pytest.param(pair("TASK_ROUTES", "task_routes"), id="old name that is the new one in capitals"),
        pytest.param(pair("[...]_ALWAYS_EAGER", "task_always_eager"), id="a beginning that is left out"),
        pytest.param(pair("CELERY_ALWAYS_EAGER", "result_expires", words="Use"), id="advice, no renaming"),
        pytest.param(
            pair("[...]_ALWAYS_EAGRE", "result_expires", words="Use"), id="a beginning left out, in an advice"
        ),
        pytest.param(pair("CELERY_ALWAYS_EAGER", "task_on_the_spot"), id="a reference is looked at by itself"),
        pytest.param(pair("celery_", "task_"), id="prefix of the release's"),
        pytest.param(pair("mine_", "yours_"), id="prefixes of nobody's settings"),
        pytest.param(pair("GONE", "task_routes", headings=("Removed settings",)), id="history"),
        pytest.param(make_claim("GONE", "literal"), id="another kind"),
    ],
)
def test_leaves_alone(make_case: MakeCase, claim: Claim):
    assert list(old_settings.find(make_case(claim=claim))) == []


HISTORY: dict[str, Any] = {"headings": ("Removals",)}


@pytest.mark.parametrize(
    ("claim", "right"),
    [
        pytest.param(
            pair("CELERY_ALWAYS_EAGRE", "task_always_eager", **HISTORY), "CELERY_ALWAYS_EAGER", id="that is taken"
        ),
        pytest.param(
            pair("CELERY_AMQP_TASK_RESULT_EXPIERS", "result_expires", **HISTORY), "CELERY_AMQP_TASK_RESULT_EXPIRES",
            id="that an older release took",
        ),
        pytest.param(
            pair("RESULT_EXPIERS", "result_expires", **HISTORY), "RESULT_EXPIRES", id="that had no prefix once"
        ),
        pytest.param(
            pair("CELERY_ALWAYS_EAGRE", "result_expires", words="Use"), "CELERY_ALWAYS_EAGER", id="in an advice"
        ),
    ],
)  # fmt: skip
def test_finds_a_slip_in_what_is_told_as_gone(make_case: MakeCase, claim: Claim, right: str):
    made = make_case(claim=claim)
    (finding,) = old_settings.find(made)
    assert (finding.rule, finding.suggestion) == ("old-setting-name", right)
    assert old_settings.covers(made)


@pytest.mark.parametrize(
    "claim",
    [
        pytest.param(pair("CELERY_LOST_CLIENT_NAME", "task_routes", **HISTORY), id="it may have been there"),
        pytest.param(pair("CELERY_ALWAYS_EAGER", "task_routes", **HISTORY), id="it is taken, and what for was another"),
        pytest.param(pair("CELERY_ALWAYS_EAGRE", "task_always_eager", historical=True), id="a page of history"),
        pytest.param(pair("celery_alwasy_", "task_always_", **HISTORY), id="a beginning"),
    ],
)
def test_leaves_history_alone(make_case: MakeCase, claim: Claim):
    made = make_case(claim=claim)
    assert (list(old_settings.find(made)), old_settings.covers(made)) == ([], False)


def test_covers(make_case: MakeCase):
    assert old_settings.covers(make_case(claim=pair("A_NAME", "task_routes")))
    assert not old_settings.covers(make_case(claim=make_claim("A_NAME", "literal")))
    assert not old_settings.covers(make_case("x = 1"))
