"""What a run records of a release."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from harness import recording
from harness.judge import judge
from harness.model import Docs, Event, Observation, Page
from harness.plan.scenario import scenario
from tests.checks.conftest import make_claim
from tests.test_judge import DOCS, SEEN, TARGET

TOLD = (
    'A line.\n{"signals": {"task_sent": {"body": ["builtins.tuple"], "sender": ["builtins.str"]}}, "request": ["id"]}\n'
)


def scene(**changes: object) -> Observation:
    return dataclasses.replace(SEEN, plan=f"{recording.PREFIX}1", **changes)


def test_a_recording_joins_the_scenario_and_the_events_of_all_steps() -> None:
    events = [Event(type="task-sent", fields={name: "1"}) for name in ("uuid", "queue")]
    seen = [dataclasses.replace(SEEN, events=(events[0],)), scene(output=TOLD, events=(events[1],))]
    found = recording.read(seen)
    assert found == recording.Recording(
        signals={"task_sent": {"body": frozenset({"builtins.tuple"}), "sender": frozenset({"builtins.str"})}},
        events={"task-sent": frozenset({"uuid", "queue"})},
        request=frozenset({"id"}),
        complete=True,
    )


@pytest.mark.parametrize(
    "observation",
    [
        pytest.param(scene(output=TOLD, status="raised"), id="did not come to its end"),
        pytest.param(scene(output="nothing"), id="tells nothing"),
        pytest.param(scene(output="[1]"), id="tells something else"),
        pytest.param(dataclasses.replace(SEEN, output=TOLD), id="another plan's words"),
    ],
)
def test_without_a_scenario_nothing_is_complete(observation: Observation) -> None:
    assert recording.read([observation]) == recording.Recording()


def test_a_scenario_that_did_not_come_to_its_end_is_a_fault() -> None:
    made = judge(DOCS, [], TARGET, "celery54-redis", {}, {}, [scene(status="timeout", reason="too long")], [])
    assert [(fault["kind"], fault["message"]) for fault in made.faults] == [("recording", "too long")]


@pytest.mark.parametrize(("kind", "count"), [("argument", 1), ("field", 1), ("attribute", 1), ("literal", 0)])
def test_there_is_a_scenario_when_a_page_claims_what_it_decides(kind: str, count: int, tmp_path: Path) -> None:
    claims = (make_claim("x", kind),)
    pages = [Page(name=name, file="", title="", samples=(), claims=claims, problems=()) for name in ("one", "two")]
    plans = list(scenario(Docs(version="1", root=str(tmp_path), sha256=""), pages))
    assert [plan.key.startswith(recording.PREFIX) and plan.page == "one" for plan in plans] == [True] * count
