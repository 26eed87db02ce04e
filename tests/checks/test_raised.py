"""The check of what a run raised: what it must find, and what it must leave to a person."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from harness.checks import raised
from harness.interfaces import Case
from harness.model import Claim, Docs, Observation, Page, Raised, Sample, Sent, Target

NO_ATTRIBUTE = Raised(
    type="AttributeError",
    message="'Control' object has no attribute 'revoke_by_stamped_header'",
    line=1,
    name="revoke_by_stamped_header",
    owner="celery.app.control.Control",
    near=("revoke_by_stamped_headers",),
    traceback="",
)


def observed(error: Raised | None, **changes) -> Observation:
    blank = Observation(
        plan="page:1", step=0, sample=None, docs="1", target="celery54-redis", status="raised", source="", first=0,
        shown=None, output="", value=None, raised=error, code=None, sent=(), warnings=(), log="", reason="",
        seconds=0.1,
    )  # fmt: skip
    return dataclasses.replace(blank, **changes)


def case(sample: Sample | None, *observations: Observation, claim: Claim | None = None) -> Case:
    return Case(
        docs=Docs(version="1", root="/", sha256=""),
        page=Page(name="page", file="docs/page.rst", title="", samples=(), claims=(), problems=()),
        target=Target(name="celery54", celery="5.4.0", kombu="", python="", interpreter="", digest=""),
        facts={},
        label="celery54-redis",
        sample=sample,
        claim=claim,
        observations=observations,
    )


CALL = ">>> x = 1\n>>> app.control.revoke_by_stamped_header({})"


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(NO_ATTRIBUTE, id="attribute of an object of Celery's"),
        pytest.param(dataclasses.replace(NO_ATTRIBUTE, type="ImportError", owner="celery.canvas"), id="import"),
    ],
)
def test_finds(sample: Callable[..., Sample], error: Raised):
    (finding,) = raised.find(case(sample(CALL, "pycon"), observed(error, first=1)))
    assert (finding.rule, finding.blame) == ("unknown-name", "docs")
    assert finding.suggestion == "revoke_by_stamped_headers"
    assert finding.token == "revoke_by_stamped_header"
    assert (finding.place.line, finding.place.column, finding.place.text) == (11, 21, "revoke_by_stamped_header")


def test_a_name_of_another_case_is_not_what_was_meant(sample: Callable[..., Sample]):
    error = dataclasses.replace(NO_ATTRIBUTE, type="ImportError", owner="celery", name="task", near=("Task",))
    (finding,) = raised.find(case(sample(">>> from celery import task", "pycon"), observed(error)))
    assert finding.suggestion is None


def test_a_missing_module_is_another_mistake_than_a_missing_name(sample: Callable[..., Sample]):
    error = dataclasses.replace(NO_ATTRIBUTE, type="ModuleNotFoundError", owner="celery", name="task", near=())
    (finding,) = raised.find(case(sample(">>> import celery.task", "pycon"), observed(error)))
    assert (finding.subject, finding.token) == ("name:celery.task", "")


@pytest.mark.parametrize(
    ("error", "changes"),
    [
        pytest.param(dataclasses.replace(NO_ATTRIBUTE, owner="proj.tasks.Thing"), {}, id="a class of the reader's"),
        pytest.param(
            dataclasses.replace(NO_ATTRIBUTE, owner="NoneType"), {}, id="a builtin: something else went wrong"
        ),
        pytest.param(dataclasses.replace(NO_ATTRIBUTE, type="NameError", owner=""), {}, id="a name of nobody's"),
        pytest.param(dataclasses.replace(NO_ATTRIBUTE, type="ValueError", name=""), {}, id="another exception"),
        pytest.param(NO_ATTRIBUTE, {"lead": "The old method no longer exists:"}, id="announced by the sentence before"),
        pytest.param(NO_ATTRIBUTE, {"headings": ("Page", "Removed names")}, id="announced by the heading"),
    ],
)
def test_leaves_to_a_person(sample: Callable[..., Sample], error: Raised, changes):
    (finding,) = raised.find(case(sample(CALL, "pycon", **changes), observed(error, first=1)))
    assert finding.blame == "undecided"
    assert finding.token == ""


@pytest.mark.parametrize(
    "observation",
    [
        pytest.param(observed(None, status="done"), id="nothing raised"),
        pytest.param(observed(NO_ATTRIBUTE, shown="Traceback (most recent call last):"), id="a traceback is shown"),
        pytest.param(observed(NO_ATTRIBUTE, shown="AttributeError: 'Control' …"), id="the exception is shown"),
    ],
)
def test_leaves_alone(sample: Callable[..., Sample], observation: Observation):
    assert not list(raised.find(case(sample(CALL, "pycon"), observation)))


BAD_CALL = dataclasses.replace(
    NO_ATTRIBUTE, type="TypeError", message="add() missing 2 required positional arguments: 'x' and 'y'", name=""
)


def test_finds_calls_whose_arguments_do_not_fit(sample: Callable[..., Sample]):
    call = ">>> add.apply_async(queue='high')"
    (finding,) = raised.find(case(sample(call, "pycon"), observed(BAD_CALL, source=call[4:])))
    assert (finding.rule, finding.blame, finding.place.line) == ("bad-call", "docs", 10)


@pytest.mark.parametrize(
    ("message", "changes", "reason"),
    [
        pytest.param("f() missing 1 required positional argument: 'self'", {}, "", id="a class stands for its objects"),
        pytest.param(
            "add() missing 1 required positional argument: 'y'", {"lead": "This will not work:"}, "", id="told"
        ),
        pytest.param("add() takes 2 positional arguments but 3 were given", {}, "after-failure", id="after a failure"),
        pytest.param("unsupported operand type(s) for +: 'int' and 'str'", {}, "", id="another TypeError"),
    ],
)
def test_leaves_other_calls_to_a_person(sample: Callable[..., Sample], message, changes, reason):
    error = dataclasses.replace(BAD_CALL, message=message)
    seen = observed(error, source="f()", reason=reason)
    (finding,) = raised.find(case(sample(">>> f()", "pycon", **changes), seen))
    assert finding.blame == "undecided"


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("FAILURE", 1),
        ("UNREGISTERED", 1),
        ("REJECTED", 1),
        ("SUCCESS", 0),
        ("SCHEDULED", 0),
        ("REVOKED", 0),
        ("SENT", 0),
    ],
)
def test_tasks_that_fail_in_the_worker_do_not_hold(sample: Callable[..., Sample], state, found):
    sent = Sent(id="1", name="proj.tasks.add", state=state, result="", raised=None)
    seen = observed(None, status="done", source="add.delay(1)", sent=(sent,))
    findings = list(raised.find(case(sample(">>> add.delay(1)", "pycon"), seen)))
    assert [finding.blame for finding in findings] == ["undecided"] * found


def experiment(**changes) -> list:
    claim = Claim(
        key="k", kind="experiment", page="page", file="docs/page.rst", line=3, column=1, end_line=4, text="It is so.",
        subject="it-is-so", headings=(), scope="", historical=False,
    )  # fmt: skip
    error = dataclasses.replace(NO_ATTRIBUTE, **changes)
    return list(raised.find(case(None, observed(error), claim=claim)))


def test_a_contradicted_sentence_is_an_erratum_and_a_broken_experiment_is_none():
    assert [finding.blame for finding in experiment(type="AssertionError", message="it is not")] == ["docs"]
    assert [finding.blame for finding in experiment(type="RuntimeError")] == ["harness"]
