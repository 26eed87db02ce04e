"""Signals, their arguments, and the classes that these are said to be of."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.checks import signals
from harness.interfaces import Case
from harness.model import Claim
from harness.recording import Recording
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]

CONTROL = "celery.app.control.Control"
SENT = {
    "task_success": {"result": {CONTROL}, "extra": {"builtins.NoneType"}, "sender": {CONTROL}},
    "task_postrun": {"state": {"mine.State"}, "sender": {"celery.app.base.Celery"}},
}
RECORDED = Recording(
    signals={
        signal: {name: frozenset(kinds) for name, kinds in arguments.items()} for signal, arguments in SENT.items()
    },
    complete=True,
)


@pytest.fixture
def case(make_case: MakeCase, tmp_path: Path) -> Callable[..., Case]:
    def make(claim: Claim, prose: str = "", recorded: Recording = RECORDED, argument: str = "") -> Case:
        (tmp_path / "docs" / "userguide").mkdir(parents=True, exist_ok=True)
        (tmp_path / claim.file).write_text(f"\n\n{prose}\n")
        found = make_case(claim=claim)
        above = make_claim(argument, "argument", line=1, headings=claim.headings, fields={"signal": "x"})
        page = dataclasses.replace(found.page, claims=(above, claim) if argument else (claim,))
        docs = dataclasses.replace(found.docs, root=str(tmp_path))
        return dataclasses.replace(found, docs=docs, page=page, recorded=recorded)

    return make


def test_a_sentence_with_an_experiment_is_left_to_it(case: Callable[..., Case]):
    made = case(of_class("celery.Celery", "task_success"), "Sender is the :class:`celery.Celery` instance.")
    proof = make_claim("Sender is the …", "experiment", headings=("Page",))
    assert list(signals.find(made))
    assert list(signals.find(dataclasses.replace(made, page=dataclasses.replace(made.page, claims=(proof,))))) == []


def argument(name: str, signal: str, **changes) -> Claim:
    return make_claim(name, "argument", fields={"signal": signal}, **changes)


def of_class(path: str, signal: str) -> Claim:
    return make_claim(path, "xref", fields={"role": "class"}, headings=("Signals", signal))


@pytest.mark.parametrize(
    ("claim", "recorded", "rule", "suggestion"),
    [
        pytest.param(make_claim("task_succes", "signal"), Recording(), "unknown-signal", "task_success", id="signal"),
        pytest.param(make_claim("nothing_like_it", "signal"), RECORDED, "unknown-signal", None, id="not even like one"),
        pytest.param(
            argument("results", "task_success"), Recording(), "unknown-argument", "result", id="a slip, static"
        ),
        pytest.param(
            argument("results", "task_succes"),
            Recording(),
            "unknown-argument",
            "result",
            id="below a slip for a signal",
        ),
        pytest.param(
            make_claim("task_succes", "signal", headings=("Deprecated Signals",)),
            Recording(),
            "unknown-signal",
            "task_success",
            id="a slip in what is told as old",
        ),
        pytest.param(argument("value", "task_success"), RECORDED, "unknown-argument", None, id="never sent"),
    ],
)
def test_finds(case: Callable[..., Case], claim: Claim, recorded: Recording, rule: str, suggestion: str | None):
    made = case(claim, recorded=recorded)
    (finding,) = signals.find(made)
    assert (finding.rule, finding.place.text, finding.suggestion) == (rule, claim.text, suggestion)
    assert signals.covers(made)


@pytest.mark.parametrize(
    ("claim", "recorded"),
    [
        pytest.param(make_claim("task_success", "signal"), Recording(), id="there"),
        pytest.param(argument("result", "task_success"), Recording(), id="declared"),
        pytest.param(argument("sender", "task_success"), Recording(), id="given to all"),
        pytest.param(argument("state", "task_postrun"), RECORDED, id="sent, though not declared"),
        pytest.param(argument("state", "task_postrun"), Recording(), id="not declared, and nothing was run"),
        pytest.param(argument("value", "task_prerun"), RECORDED, id="of a signal that was not sent in the run"),
        pytest.param(argument("value", "gone_signal"), RECORDED, id="of a signal that is reported itself"),
        pytest.param(make_claim("task_succes", "signal", historical=True), RECORDED, id="history"),
        pytest.param(make_claim("task_gone", "signal", headings=("Deprecated Signals",)), RECORDED, id="told as old"),
    ],
)
def test_leaves_alone(case: Callable[..., Case], claim: Claim, recorded: Recording):
    assert list(signals.find(case(claim, recorded=recorded))) == []


def test_finds_a_slip_for_the_one_argument_that_a_list_leaves_out(case: Callable[..., Case]):
    made = case(argument("value", "task_success"), recorded=Recording())
    assert not list(signals.find(made))
    known = {"task_success": {"providing_args": ["pid", "exitcode"], "sent": []}}
    listed = (argument("pda", "task_success"), argument("exitcode", "task_success"))
    page = dataclasses.replace(made.page, claims=listed)
    made = dataclasses.replace(made, facts={**made.facts, "signals": known}, page=page, claim=listed[0])
    (finding,) = signals.find(made)
    assert finding.suggestion == "pid"
    both = dataclasses.replace(page, claims=(*listed, argument("state", "task_success")))
    assert not list(signals.find(dataclasses.replace(made, page=both)))


@pytest.mark.parametrize(
    ("listed", "suggestion"),
    [
        pytest.param(["pdi", "state"], "pid", id="letters that have changed places"),
        pytest.param(["pdi", "pid"], None, id="what is listed as well"),
        pytest.param(["pip", "state"], None, id="another letter"),
    ],
)
def test_a_short_name_with_a_slip(case: Callable[..., Case], listed: list[str], suggestion: str | None):
    claims = [argument(each, "task_success", key=each) for each in listed]
    made = case(claims[0], recorded=Recording())
    known = {"task_success": {"providing_args": ["pid", "exitcode", "how"], "sent": []}}
    page = dataclasses.replace(made.page, claims=tuple(claims))
    made = dataclasses.replace(made, facts={**made.facts, "signals": known}, page=page)
    assert [each.suggestion for each in signals.find(made)] == ([suggestion] if suggestion else [])


@pytest.mark.parametrize(
    ("prose", "signal", "above", "suggestion"),
    [
        pytest.param(
            "Sender is the :class:`~celery.app.base.Celery` instance.", "task_success", "", f"~{CONTROL}", id="sender"
        ),
        pytest.param(
            "This is a :class:`~celery.app.base.Celery` instance, and not it.",
            "task_success",
            "result",
            f"~{CONTROL}",
            id="argument",
        ),
        pytest.param(
            "The :class:`~celery.app.base.Celery` object.", "task_success", "result", f"~{CONTROL}", id="the object"
        ),
    ],
)
def test_finds_another_class(case: Callable[..., Case], prose: str, signal: str, above: str, suggestion: str):
    (finding,) = signals.find(case(of_class("~celery.app.base.Celery", signal), prose, argument=above))
    assert (finding.rule, finding.suggestion) == ("wrong-class", suggestion)


@pytest.mark.parametrize(
    ("path", "prose", "signal", "above"),
    [
        pytest.param(CONTROL, f"Sender is the :class:`{CONTROL}` instance.", "task_success", "", id="that class"),
        pytest.param(
            "celery.Celery", "Sender is the worker :class:`celery.Celery`.", "task_postrun", "", id="from its package"
        ),
        pytest.param(
            CONTROL, f"This is a :class:`{CONTROL}` instance.", "task_success", "extra", id="never given a value"
        ),
        pytest.param(
            CONTROL, f"This is a :class:`{CONTROL}` instance.", "task_postrun", "state", id="a class nobody knows"
        ),
        pytest.param(
            CONTROL, f"This is a :class:`{CONTROL}` instance.", "task_prerun", "task", id="not sent in the run"
        ),
        pytest.param(
            CONTROL, f"List of entities (:class:`{CONTROL}` or others).", "task_success", "result", id="a list of them"
        ),
        pytest.param(CONTROL, f"Not that, see :class:`{CONTROL}`.", "task_postrun", "", id="another sentence"),
        pytest.param(
            "lost.Control", "Sender is the :class:`lost.Control` instance.", "task_success", "", id="another project's"
        ),
    ],
)
def test_leaves_classes_alone(case: Callable[..., Case], path: str, prose: str, signal: str, above: str):
    assert list(signals.find(case(of_class(path, signal), prose, argument=above))) == []
