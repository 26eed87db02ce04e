"""What a killed run leaves, and what the next one takes over from it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from harness import caches, live, wire
from harness.errors import UsageError
from harness.model import Plan, Target
from harness.run import faults, observation

TARGET = Target(name="celery54", celery="5.4.0", kombu="", python="", interpreter="", digest="d")


@pytest.fixture
def given(tmp_path: Path, make_plan: Callable[..., Plan]) -> live.Round:
    plans = tuple(make_plan(("typed", str(number)), key=f"page:{number}") for number in range(3))
    return live.Round(
        plans=plans, targets=(("1", "sha", TARGET),), service="redis", url=None, runners=None, out=tmp_path
    )


def leave(given: live.Round, *observations) -> None:
    """The folder as a killed run leaves it."""
    wire.write_lines(given.out / "plans.jsonl", given.plans)
    caches.write_json(given.out / "queue.json", {"identity": live._identity(given)})
    wire.write_lines(given.out / "observations" / "gw0.jsonl", observations)


def done(plan: Plan):
    return observation(plan, {"step": 0, "status": "done"}, "celery54-redis")


def test_finished_plans_are_kept(given):
    leave(given, done(given.plans[1]))
    assert live._resume(given) == {("1", "page:1", "celery54-redis")}


def test_faults_are_tried_again(given):
    leave(given, *faults(given.plans[0], "celery54-redis", "the guest went away"))
    assert live._resume(given) == set()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"targets": (("1", "other", TARGET),)}, id="other docs"),
        pytest.param({"targets": (("1", "sha", dataclasses.replace(TARGET, digest="e")),)}, id="another environment"),
        pytest.param({"url": "redis://localhost/"}, id="another broker"),
    ],
)
def test_nothing_is_taken_over_from_another_run(given, change):
    leave(given, done(given.plans[1]))
    assert live._resume(dataclasses.replace(given, **change)) == set()


def test_a_plan_that_has_changed_is_run_again(given, make_plan):
    leave(given, done(given.plans[1]))
    changed = make_plan(("typed", "another"), key="page:1")
    assert live._resume(dataclasses.replace(given, plans=(given.plans[0], changed))) == set()


def test_the_same_plan_of_two_docs_is_two_turns(given):
    twice = (*given.plans, *(dataclasses.replace(plan, docs="2") for plan in given.plans))
    both = dataclasses.replace(given, plans=twice, targets=(("1", "a", TARGET), ("2", "b", TARGET)))
    assert len(list(both.turns())) == 6
    leave(both, done(given.plans[1]))
    assert live._resume(both) == {("1", "page:1", "celery54-redis")}


def test_what_an_older_version_left_is_no_error(given):
    leave(given, done(given.plans[1]))
    (given.out / "plans.jsonl").write_text('{"not": "a plan"}\n')
    caches.write_json(given.out / "queue.json", {"identity": ["0.0.1"]})
    assert live._resume(given) == set()
    (given.out / "queue.json").write_text('{"torn')
    assert live._resume(given) == set()


def test_plans_that_the_runner_lost_are_faults(given):
    leave(given, done(given.plans[1]))
    statuses = [item.status for item in live._complete(given, dict(given.turns()))]
    assert statuses == ["fault", "done", "fault"]


@pytest.mark.parametrize(
    ("broker", "expected"),
    [
        ("redis", ("redis", None)),
        ("redis://h:1/2", ("redis", "redis://h:1/2")),
        ("rediss://h", ("redis", "rediss://h")),
    ],
)
def test_brokers(broker, expected):
    assert live.service_of(broker) == expected


def test_an_unknown_broker_is_told_without_its_password():
    with pytest.raises(UsageError) as caught:
        live.service_of("amqp://user:secret@host//")
    assert "secret" not in str(caught.value)
