"""Attributes of a task's request."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from harness.checks import request_attributes
from harness.interfaces import Case
from harness.model import Claim
from harness.recording import Recording
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]

CONTEXT = {
    "members": {"reply_to": {"kind": "data"}, "_private": {"kind": "data"}, "eta": {"kind": "data"}},
    "instance": ["soft_limit"],
    "mro": [],
}
RECORDED = Recording(request=frozenset({"lang"}), complete=True)


@pytest.fixture
def case(make_case: MakeCase) -> Callable[..., Case]:
    def make(claim: Claim, recorded: Recording) -> Case:
        made = make_case(claim=claim)
        facts = {**made.facts, "classes": {**made.facts["classes"], request_attributes.CONTEXT: CONTEXT}}
        return dataclasses.replace(made, facts=facts, recorded=recorded)

    return make


def attribute(name: str, owner: str = "request", **changes) -> Claim:
    return make_claim(name, "attribute", fields={"owner": owner}, **changes)


@pytest.mark.parametrize(
    ("name", "recorded", "suggestion"),
    [
        pytest.param("reply-to", Recording(), "reply_to", id="a slip, static"),
        pytest.param("colour", RECORDED, None, id="no request had it"),
        pytest.param("eat", Recording(), "eta", id="a slip in a short name, static"),
    ],
)
def test_finds(case: Callable[..., Case], name: str, recorded: Recording, suggestion: str | None):
    made = case(attribute(name), recorded)
    (finding,) = request_attributes.find(made)
    assert (finding.rule, finding.place.text, finding.suggestion) == ("unknown-attribute", name, suggestion)
    assert request_attributes.covers(made)


@pytest.mark.parametrize(
    ("claim", "recorded"),
    [
        pytest.param(attribute("reply_to"), Recording(), id="of the class"),
        pytest.param(attribute("soft_limit"), Recording(), id="of its instances"),
        pytest.param(attribute("lang"), RECORDED, id="that a message has brought"),
        pytest.param(attribute("colour"), Recording(), id="a message may bring it, and nothing was run"),
        pytest.param(attribute("colour", "response"), RECORDED, id="of something else"),
        pytest.param(attribute("reply-to", historical=True), RECORDED, id="history"),
    ],
)
def test_leaves_alone(case: Callable[..., Case], claim: Claim, recorded: Recording):
    assert list(request_attributes.find(case(claim, recorded))) == []


def test_without_the_class_nothing_is_known(make_case: MakeCase):
    made = make_case(claim=attribute("reply-to"))
    assert list(request_attributes.find(made)) == []
    assert not request_attributes.covers(made)
