"""Events and their fields, listed and shown."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from harness.checks import events
from harness.interfaces import Case
from harness.model import Claim
from harness.recording import Recording
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]

SITES = {
    "task-succeeded": [{"at": "", "fields": ["result", "runtime"]}, {"at": "", "fields": ["result", "runtime"]}],
    "task-rejected": [{"at": "", "fields": ["requeue"]}],
    "worker-heartbeat": [{"at": "", "fields": ["freq"]}],
}
RECORDED = Recording(
    events={"task-rejected": frozenset({"uuid", "requeue"}), "worker-online": frozenset({"freq", "active"})},
    complete=True,
)


@pytest.fixture
def case(make_case: MakeCase) -> Callable[..., Case]:
    def make(recorded: Recording = RECORDED, *args: Any, beside: tuple[Claim, ...] = (), **changes: Any) -> Case:
        made = make_case(*args, **changes)
        page = dataclasses.replace(made.page, claims=(*beside, *([made.claim] if made.claim else [])))
        return dataclasses.replace(made, facts={**made.facts, "events": SITES}, page=page, recorded=recorded)

    return make


def field(name: str, event: str, column: int = 7) -> Claim:
    return make_claim(name, "field", fields={"event": event}, column=column)


@pytest.mark.parametrize(
    ("claim", "recorded", "rule", "suggestion"),
    [
        pytest.param(make_claim("task-suceeded", "event"), Recording(), "unknown-event", "task-succeeded", id="event"),
        pytest.param(
            field("requeued", "task-rejected"), Recording(), "unknown-event-field", "requeue", id="a slip, static"
        ),
        pytest.param(
            field("reason", "task-rejected"), RECORDED, "unknown-event-field", None, id="not in what was seen"
        ),
        pytest.param(
            field("lag", "worker-heartbeat"), RECORDED, "unknown-event-field", None, id="not in what workers tell"
        ),
    ],
)
def test_finds(case: Callable[..., Case], claim: Claim, recorded: Recording, rule: str, suggestion: str | None):
    made = case(recorded, claim=claim)
    (finding,) = events.find(made)
    assert (finding.rule, finding.place.text, finding.suggestion) == (rule, claim.text, suggestion)
    assert events.covers(made)


@pytest.mark.parametrize(
    ("claim", "recorded"),
    [
        pytest.param(make_claim("task-succeeded", "event"), Recording(), id="there"),
        pytest.param(make_claim("custom-event", "event"), Recording(), id="an event of the reader's own"),
        pytest.param(field("requeue", "task-rejected"), Recording(), id="in the source"),
        pytest.param(field("hostname", "task-rejected"), Recording(), id="every event has it"),
        pytest.param(field("active", "worker-heartbeat"), RECORDED, id="a worker tells it with every event"),
        pytest.param(field("reason", "task-rejected"), Recording(), id="static: the source may give it in another way"),
        pytest.param(field("reason", "task-rejected"), dataclasses.replace(RECORDED, complete=False), id="run in part"),
        pytest.param(field("reason", "task-succeeded"), RECORDED, id="not seen in the run"),
        pytest.param(field("reason", "task-lost"), RECORDED, id="of an event that is reported itself"),
    ],
)
def test_leaves_alone(case: Callable[..., Case], claim: Claim, recorded: Recording):
    assert list(events.find(case(recorded, claim=claim))) == []


def test_events_that_a_sentence_names(case: Callable[..., Case]):
    (finding,) = events.find(case(claim=make_claim("'task-suceeded'", "literal")))
    assert (finding.place.text, finding.place.column, finding.suggestion) == ("task-suceeded", 8, "task-succeeded")
    assert list(events.find(case(claim=make_claim("task-succeeded", "literal")))) == []
    assert list(events.find(case(claim=make_claim("task-uuid", "literal")))) == []
    assert events.covers(case(claim=make_claim("task-succeeded", "literal")))
    assert not events.covers(case(claim=make_claim("task-suceeded", "literal")))
    assert not events.covers(case(claim=make_claim("task_succeeded", "literal")))


def test_only_the_claim_s_own_field_is_told(case: Callable[..., Case]):
    beside = (field("requeued", "task-rejected", 20),)
    assert list(events.find(case(Recording(), claim=field("requeue", "task-rejected"), beside=beside))) == []


@pytest.mark.parametrize(
    ("code", "place", "suggestion"),
    [
        pytest.param("{'type': 'task-rejected', 'requeued': 1}", (10, 32, "requeued"), "requeue", id="a slip"),
        pytest.param("{'type': 'task-rejected', 'pdi': 1}", (10, 32, "pdi"), "pid", id="a slip in a short name"),
        pytest.param(
            "body = {\n    'type': 'task-succeeded',\n    'retval': '4',\n    'runtime': 0.1,\n)",
            (12, 10, "retval"),
            "result",
            id="the one that is left out, in what is no Python",
        ),
    ],
)
def test_finds_in_shown_events(case: Callable[..., Case], code: str, place: tuple[int, int, str], suggestion: str):
    (finding,) = events.find(case(Recording(), code))
    assert (finding.place.line, finding.place.column, finding.place.text) == place
    assert finding.suggestion == suggestion


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("{'type': 'task-rejected', 'requeue': 1, 'uuid': 2}", id="as it is"),
        pytest.param("{'type': 'task-rejected', 'pdi': 1, 'pid': 2}", id="what is like one that is told as well"),
        pytest.param("a = {'requeued': 1}\nb = {'type': 'task-rejected'}", id="another mapping"),
        pytest.param("{'type': 'task-rejected', 'uuid': {'requeued': 1}}", id="within a value"),
        pytest.param("{'type': 'task-custom', 'requeued': 1}", id="an event of the reader's own"),
        pytest.param("{'type': 'task-succeeded', 'one': 1, 'two': 2}", id="more than one: nobody can tell which"),
        pytest.param("{'kind': 'task-rejected', 'requeued': 1}", id="no event"),
    ],
)
def test_leaves_samples_alone(case: Callable[..., Case], code: str):
    assert list(events.find(case(Recording(), code))) == []
