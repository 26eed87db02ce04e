"""Arguments of another kind than their parameter takes: those that are plain, and what may be anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from harness.checks import argument_kinds
from harness.interfaces import Case

MakeCase = Callable[..., Case]
SIGNATURES: Mapping[str, Mapping[str, Sequence[str]]] = {
    "celery.app.base.Celery": {
        "add_periodic_task": ["self", "schedule", "sig", "args", "kwargs", "name"],
        "send_task": ["self", "name", "args", "kwargs", "countdown"],
    },
    "celery.app.task.Task": {"apply_async": ["self", "args", "kwargs", "task_id"], "chunks": ["self", "it", "n"]},
    "celery.app.control.Control": {"rate_limit": ["self", "task_name", "rate_limit", "destination"]},
}


def facts() -> dict[str, Any]:
    return {
        "classes": {
            owner: {
                "members": {
                    name: {"signature": [[each, "either", None] for each in takes]} for name, takes in members.items()
                }
            }
            for owner, members in SIGNATURES.items()
        }
    }


def case(make_case: MakeCase, code: str) -> Case:
    return replace(make_case(code, "pycon" if code.startswith(">>>") else "python"), facts=facts())


@pytest.mark.parametrize(
    ("code", "place", "suggestion"),
    [
        pytest.param(
            "sender.add_periodic_task(test.s('a'), 30.0, name='x')",
            (10, 30, "test.s('a'), 30.0"),
            "30.0, test.s('a')",
            id="a signature for a schedule",
        ),
        pytest.param(
            "app.add_periodic_task(\n    test.s('a'),\n    crontab(hour=7),\n)",
            (11, 9, "test.s('a')"),
            None,
            id="lines",
        ),
        pytest.param(">>> add.chunks(10, items)", (10, 20, "10, items"), "items, 10", id="a number to run through"),
        pytest.param(
            "add.chunks(10, zip(a, b))()", (10, 16, "10, zip(a, b)"), "zip(a, b), 10", id="an iterator for a number"
        ),
        pytest.param("add.apply_async(kwargs, (1, 2))", (10, 21, "kwargs, (1, 2)"), "(1, 2), kwargs", id="a sequence"),
        pytest.param("add.apply_async(args=3)", (10, 26, "3"), None, id="by name"),
        pytest.param("add.apply_async(1, 2, ignore_result=True)", (10, 21, "1, 2"), "(1, 2)", id="one by one"),
        pytest.param("add.apply_async(1, 2)\nprint 1", (10, 21, "1, 2"), "(1, 2)", id="above what was mended"),
        pytest.param("add.apply_async('x')", (10, 21, "'x'"), "('x',)", id="one"),
        pytest.param("app.send_task(('x',), 't')", (10, 19, "('x',), 't'"), "'t', ('x',)", id="a name that is none"),
        pytest.param(
            "app.control.rate_limit('10/m', add.name)", (10, 28, "'10/m', add.name"), "add.name, '10/m'", id="a rate"
        ),
    ],
)
def test_finds(make_case: MakeCase, code: str, place: tuple[int, int, str], suggestion: str | None):
    (finding,) = argument_kinds.find(case(make_case, code))
    assert (finding.rule, finding.blame, finding.suggestion) == ("unfit-argument", "docs", suggestion)
    assert (finding.place.line, finding.place.column, finding.place.text) == place


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("sender.add_periodic_task(30.0, test.s('a'))", id="seconds"),
        pytest.param("sender.add_periodic_task(crontab(hour=7), test.s('a'))", id="schedule"),
        pytest.param("sender.add_periodic_task(every, it)", id="names"),
        pytest.param("sender.add_periodic_task(*entry)", id="starred"),
        pytest.param("add.chunks(zip(a, b), 10)", id="chunks"),
        pytest.param("Pieces(items).chunks(10, items)", id="chunks of something else"),
        pytest.param("add.apply_async((1, 2), {'z': 3})", id="call"),
        pytest.param("add.apply_async([], {})", id="empty"),
        pytest.param("add.apply_async(list(args), dict(kwargs))", id="made by others"),
        pytest.param("add.apply_async(None, None)", id="none"),
        pytest.param("limiter.rate_limit('10/m', add.name)", id="a rate limit of something else"),
        pytest.param("add.apply_async({'x': 1})  # fails", id="on purpose"),
    ],
)
def test_leaves_alone(make_case: MakeCase, code: str):
    assert list(argument_kinds.find(case(make_case, code))) == []


@pytest.mark.parametrize(
    ("code", "covered"),
    [("app.add_periodic_task(30.0, x)", True), ("app.add_periodic_task(x, y)", False), ("f((1, 2))", False)],
)
def test_covers(make_case: MakeCase, code: str, covered: bool):
    assert argument_kinds.covers(case(make_case, code)) is covered


def test_a_release_without_the_method(make_case: MakeCase):
    assert list(argument_kinds.find(replace(make_case("add.chunks(10, x)"), facts={"classes": {}}))) == []


@pytest.mark.parametrize(
    ("code", "evidence"),
    [
        pytest.param(
            "f.apply_async(1, 2)",
            {"method": "apply_async", "kinds": ["number", "number"], "right": ["sequence"]},
            id="one by one",
        ),
        pytest.param(
            "f.chunks(10, zip(a, b))",
            {"method": "chunks", "kinds": ["number", "iterator"], "right": ["iterator", "number"]},
            id="the other way round",
        ),
        pytest.param("f.chunks(10, items)", {}, id="one of them is anything"),
        pytest.param("app.add_periodic_task(f.s(), 10.0)", {}, id="nothing is raised at once, perhaps"),
    ],
)
def test_what_a_script_needs(make_case: MakeCase, code: str, evidence: dict[str, Any]):
    (finding,) = argument_kinds.find(case(make_case, code))
    assert finding.evidence == evidence
