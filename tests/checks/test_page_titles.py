"""Titles of reference pages."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from harness.checks import page_titles
from harness.interfaces import Case
from harness.model import Claim
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]


def auto(module: str, directive: str = "automodule", **changes) -> Claim:
    return make_claim(module, "auto", key=f"auto:{module}", line=9, fields={"directive": directive}, **changes)


@pytest.fixture
def case(make_case: MakeCase) -> Callable[..., Case]:
    def make(title: str, *others: Claim, **changes) -> Case:
        claim = make_claim(title, "heading", key="title", **changes)
        made = make_case(claim=claim)
        return dataclasses.replace(made, page=dataclasses.replace(made.page, claims=(claim, *others)))

    return make


def test_finds(case):
    made = case("celery.schedules", auto("celery.canvas"))
    (finding,) = page_titles.find(made)
    assert (finding.rule, finding.place.text, finding.place.line) == ("wrong-title", "celery.schedules", 3)
    assert finding.suggestion == "celery.canvas"
    assert page_titles.covers(made)


@pytest.mark.parametrize(
    ("title", "others", "changes"),
    [
        pytest.param("celery.events", [auto("celery.events")], {}, id="its own"),
        pytest.param("celery.schedules", [auto("celery.scheudles")], {}, id="a slip in what is described"),
        pytest.param("Events", [auto("celery.events")], {}, id="words"),
        pytest.param("proj.events", [auto("celery.events")], {}, id="the reader's"),
        pytest.param("celery.events", [auto("celery.beat"), auto("celery.bin")], {}, id="a page of several"),
        pytest.param("celery.events", [auto("celery.beat.Service", "autoclass")], {}, id="no module"),
        pytest.param(
            "celery.events",
            [
                auto("celery.events.state"),
                make_claim("celery.events", "object", key="named", fields={"objtype": "module"}),
            ],
            {},
            id="named by another directive",
        ),
        pytest.param(
            "celery.events",
            [auto("celery.beat"), auto("celery.events", headings=("Page", "Below"))],
            {},
            id="described in another section",
        ),
        pytest.param("celery.events", [auto("celery.beat", headings=("Page", "Below"))], {}, id="of a section below"),
        pytest.param("celery.events", [auto("celery.beat")], {"historical": True}, id="history"),
    ],
)
def test_leaves_alone(case, title: str, others: list[Claim], changes: dict):
    assert list(page_titles.find(case(title, *others, **changes))) == []
