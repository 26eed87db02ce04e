"""Attributes that are described."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from harness.checks import attributes
from harness.interfaces import Case
from harness.model import Claim
from tests.checks.conftest import make_claim
from tests.conftest import make_sample

MakeCase = Callable[..., Case]

CLASSES = {
    "celery.app.task.Task": {"mro": ["celery.Base"], "members": {"max_retries": {}, "rate_limit": {}, "name": {}}},
    "celery.Base": {"mro": [], "members": {"request": {}}, "instance": ["backend"]},
    "celery.app.base.Celery": {
        "mro": [],
        "members": {"_task_from_fun": {"kind": "method", "signature": [["self", "either"], ["strict", "either"]]}},
    },
    "celery.mine.Task": {"mro": [], "members": {"other": {}}},
}
BESIDE = tuple(
    make_claim(f"Task.{name}", "object", key=name, fields={"objtype": "attribute"})
    for name in ("max_retries", "rate_limit", "request")
)
SECTION = tuple(
    make_claim(each, "object", key=each, fields={"objtype": "attribute"})
    for each in ("rate_limit", "request", "backend", "other")
)
AUTO = make_claim("Task", "auto", line=1, column=16, fields={"directive": "autoclass", "module": "celery.app.task"})


@pytest.fixture
def case(make_case: MakeCase) -> Callable[..., Case]:
    def make(claim: Claim, beside: tuple[Claim, ...] = BESIDE) -> Case:
        made = make_case(claim=claim)
        modules = {
            **made.facts["modules"],
            "celery.app.task": {"members": {"Task": {"kind": "class", "ref": "celery.app.task.Task"}, "current": {}}},
        }
        facts = {
            **made.facts,
            "classes": CLASSES,
            "modules": modules,
            "assigned": ["rate_limits", "gossip"],
            "words": [],
        }
        page = dataclasses.replace(made.page, claims=(*beside, claim))
        return dataclasses.replace(made, facts=facts, page=page)

    return make


def attribute(subject: str, objtype: str = "attribute", **changes) -> Claim:
    fields = {"objtype": objtype, **changes.pop("fields", {})}
    return make_claim(subject, "object", **{"column": 24, **changes}, fields=fields)


MODULE = {"module": "celery.app.task"}


@pytest.mark.parametrize(
    ("claim", "beside", "column", "suggestion"),
    [
        pytest.param(attribute("Task.max_retrys"), BESIDE, 29, "max_retries", id="by the name of the class"),
        pytest.param(attribute("reqest", scope="celery.app.task.Task"), (), 24, "request", id="in a docstring"),
        pytest.param(attribute("backends", fields=MODULE), (AUTO,), 24, "backend", id="below autoclass"),
        pytest.param(
            attribute("max_retrie", fields={**MODULE, "class": "Task"}), (), 24, "max_retries", id="below a class"
        ),
        pytest.param(attribute("curent", "data", column=11, fields=MODULE), (AUTO,), 11, "current", id="of the module"),
        pytest.param(attribute("max_retrys"), SECTION, 24, "max_retries", id="of the class that a section is about"),
        pytest.param(attribute("Task.stritc"), BESIDE, 29, "strict", id="an option of the decorator"),
        pytest.param(attribute("gosspi"), SECTION, 24, "gossip", id="what some code gives it"),
        pytest.param(attribute("Task.max_attempts"), BESIDE, 29, "max_retries", id="another word for a part"),
    ],
)
def test_finds(case: Callable[..., Case], claim: Claim, beside: tuple[Claim, ...], column: int, suggestion: str):
    made = case(claim, beside)
    (finding,) = attributes.find(made)
    assert (finding.rule, finding.place.column, finding.suggestion) == ("unknown-member", column, suggestion)
    assert finding.place.text == claim.subject.rpartition(".")[2]
    assert attributes.covers(made)


def test_finds_a_slip_for_what_the_samples_write(case: Callable[..., Case]):
    made = case(attribute("Task.colorur_of"))
    assert not list(attributes.find(made))
    page = dataclasses.replace(made.page, samples=(make_sample("class MyTask(Task):\n    colour_of = (KeyError,)"),))
    (finding,) = attributes.find(dataclasses.replace(made, page=page))
    assert finding.suggestion == "colour_of"


@pytest.mark.parametrize(
    ("name", "rule", "suggestion"),
    [
        pytest.param(
            "Task.autorery_for", "misspelt-name", "autoretry_for", id="of nobody, nearly a word of the release"
        ),
        pytest.param("anything.autorery_for", "misspelt-name", "autoretry_for", id="of nobody knows what"),
        pytest.param("Task.max_rteries", "unknown-member", "max_retries", id="of the class"),
    ],
)
def test_finds_slips(case: Callable[..., Case], name: str, rule: str, suggestion: str):
    claim = attribute(name)
    (finding,) = attributes.find(case(claim))
    assert (finding.rule, finding.place.text, finding.suggestion) == (rule, name.rpartition(".")[2], suggestion)
    assert finding.place.column == claim.column + len(name) - len(finding.place.text)


@pytest.mark.parametrize("name", ["Task.colourful", "anything.max_retries", "anything.eat"])
def test_leaves_alone_what_may_be_somebodys(case: Callable[..., Case], name: str):
    assert not list(attributes.find(case(attribute(name))))


@pytest.mark.parametrize(
    ("claim", "beside", "covered"),
    [
        pytest.param(attribute("Task.max_retries"), BESIDE, True, id="there"),
        pytest.param(attribute("Task.backend"), BESIDE, True, id="of a base's instances"),
        pytest.param(attribute("Task.autoretry_for"), BESIDE, False, id="made in a way that nobody sees"),
        pytest.param(attribute("Task.rate_limits"), BESIDE, False, id="assigned somewhere"),
        pytest.param(attribute("Task.max_retrys"), (), False, id="one attribute tells no class"),
        pytest.param(attribute("Gadget.max_retrys"), BESIDE, False, id="no class of that name"),
        pytest.param(attribute("max_retrys"), BESIDE, False, id="of nobody knows what"),
        pytest.param(attribute("max_retrys"), SECTION[:2], False, id="two attributes tell no class"),
        pytest.param(attribute("colour"), SECTION, False, id="like nothing"),
        pytest.param(attribute("Task.max_retrys", "method"), BESIDE, False, id="a method"),
        pytest.param(attribute("Task.max_retrys", historical=True), BESIDE, False, id="history"),
    ],
)
def test_leaves_alone(case: Callable[..., Case], claim: Claim, beside: tuple[Claim, ...], covered: bool):
    made = case(claim, beside)
    assert list(attributes.find(made)) == []
    assert attributes.covers(made) is covered
