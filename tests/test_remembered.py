"""What was observed is served again in the same circumstances, and in no others."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness import overlays, remembered
from harness.model import Observation, Plan, Raised, Sent, Target
from harness.remembered import Around, Memory
from harness.run import observation

TARGET = Target(name="celery54", celery="5.4.0", kombu="", python="", interpreter="", digest="d")
AROUND = Around(target=TARGET, broker="redis", urls={"redis": None}, results="redis", overlays={}, contained=True)
NAME = "1\npage:1\ncelery54-redis"


@pytest.fixture
def plan(make_plan: Callable[..., Plan]) -> Plan:
    return make_plan(("typed", "1 + 1"), key="page:1", files={"tasks.py": "x = 1"}, preamble="import os")


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Memory:
    monkeypatch.setenv("DOC_HARNESS_CACHE", str(tmp_path))
    return Memory()


def seen(plan: Plan, **changes: Any) -> Observation:
    return dataclasses.replace(observation(plan, {"step": 0, "status": "done"}, "celery54-redis"), **changes)


def of_step(plan: Plan, **changes: Any) -> Plan:
    return dataclasses.replace(plan, steps=(dataclasses.replace(plan.steps[0], **changes),))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda plan: of_step(plan, source="1 + 2"), id="the sample"),
        pytest.param(lambda plan: of_step(plan, kind="shell"), id="how it is entered"),
        pytest.param(lambda plan: of_step(plan, echo=not plan.steps[0].echo), id="whether values are printed"),
        pytest.param(lambda plan: of_step(plan, worker=not plan.steps[0].worker), id="whether there is a worker"),
        pytest.param(lambda plan: of_step(plan, limit=1.5), id="its time"),
        pytest.param(lambda plan: of_step(plan, module="proj"), id="where it is saved"),
        pytest.param(lambda plan: of_step(plan, nodes=("w1@h",)), id="whom it speaks to"),
        pytest.param(lambda plan: of_step(plan, sample="page:other:1"), id="what tracebacks call it"),
        pytest.param(lambda plan: dataclasses.replace(plan, steps=plan.steps * 2), id="one step more"),
        pytest.param(lambda plan: dataclasses.replace(plan, files={"tasks.py": "x = 2"}), id="its files"),
        pytest.param(lambda plan: dataclasses.replace(plan, app="proj"), id="its app"),
        pytest.param(lambda plan: dataclasses.replace(plan, heads={"tasks": "y = 1"}), id="heads of modules"),
        pytest.param(lambda plan: dataclasses.replace(plan, preamble=""), id="what its context types"),
        pytest.param(lambda plan: dataclasses.replace(plan, services=("django",)), id="what it needs"),
    ],
)
def test_another_plan_is_another_key(plan: Plan, change: Callable[[Plan], Plan]):
    assert remembered.key(change(plan), AROUND) != remembered.key(plan, AROUND)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda plan: of_step(plan, first=9), id="line of the page"),
        pytest.param(lambda plan: of_step(plan, shown="2"), id="what the page shows"),
        pytest.param(lambda plan: dataclasses.replace(plan, key="page:9"), id="name"),
        pytest.param(lambda plan: dataclasses.replace(plan, docs="2"), id="docs"),
    ],
)
def test_where_it_stands_does_not_count(plan: Plan, change: Callable[[Plan], Plan]):
    assert remembered.key(change(plan), AROUND) == remembered.key(plan, AROUND)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"target": dataclasses.replace(TARGET, digest="e")}, id="the target's packages"),
        pytest.param({"broker": "rabbitmq"}, id="the broker"),
        pytest.param({"urls": {"redis": "redis://h/"}}, id="the broker's URL"),
        pytest.param({"results": ""}, id="who keeps results"),
        pytest.param({"contained": False}, id="how it is held"),
    ],
)
def test_other_circumstances_are_another_key(plan: Plan, change: dict[str, Any]):
    assert remembered.key(plan, dataclasses.replace(AROUND, **change)) != remembered.key(plan, AROUND)


def test_another_harness_is_another_key(plan: Plan, monkeypatch: pytest.MonkeyPatch):
    before = remembered.key(plan, AROUND)
    monkeypatch.setattr(remembered, "_code", lambda: "other code")
    assert remembered.key(plan, AROUND) != before


def test_other_packages_beside_it_are_another_key(plan: Plan, tmp_path: Path):
    needing = dataclasses.replace(plan, services=("django",))
    found = set()
    for number in range(2):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / overlays.RECORD).write_text(json.dumps({"pins": [f"django=={number}"]}))
        found.add(remembered.key(needing, dataclasses.replace(AROUND, overlays={"django": str(folder)})))
    assert len(found) == 2


def test_no_password_is_written(plan: Plan, memory: Memory, tmp_path: Path):
    around = dataclasses.replace(AROUND, urls={"redis": "redis://:hunter2@h/"})
    memory.save([(NAME, remembered.key(plan, around), plan, [seen(plan)])])
    assert not any(b"hunter2" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("experiment", "changes", "kept"),
    [
        pytest.param("", {}, True, id="done"),
        pytest.param("", {"status": "exit", "code": 1}, True, id="a command that failed"),
        pytest.param("", {"status": "fault"}, False, id="a fault"),
        pytest.param("", {"status": "timeout"}, False, id="no end"),
        pytest.param("", {"status": "died"}, False, id="died"),
        pytest.param("", {"status": "raised", "raised": "builtins.TypeError"}, True, id="an error of the sample"),
        pytest.param("", {"status": "raised", "raised": "celery.exceptions.TimeoutError"}, False, id="a slow answer"),
        pytest.param(
            "", {"status": "raised", "raised": "kombu.exceptions.OperationalError"}, False, id="a lost broker"
        ),
        pytest.param("", {"sent": "SUCCESS"}, True, id="a task that ended"),
        pytest.param("", {"sent": "SCHEDULED"}, True, id="a task that waits"),
        pytest.param("", {"sent": "SENT"}, False, id="a task whose end nobody saw"),
        pytest.param("e", {"sent": "SENT"}, True, id="a task that an experiment leaves"),
        pytest.param("e", {"status": "raised", "raised": "docs_claims.Contradicted"}, True, id="a contradiction"),
        pytest.param("e", {"status": "raised", "raised": "AssertionError"}, True, id="a contradiction of few words"),
        pytest.param("e", {"status": "raised", "raised": "RuntimeError"}, False, id="an experiment that failed"),
    ],
)
def test_only_what_would_be_seen_again_is_kept(
    plan: Plan, memory: Memory, experiment: str, changes: dict[str, Any], kept: bool
):
    plan = dataclasses.replace(plan, experiment=experiment)
    records = {
        "raised": lambda type: Raised(type=type, message="", line=0, name="", owner="", near=(), traceback=""),
        "sent": lambda state: (Sent(id="1", name="add", state=state, result="", raised=None),),
    }
    changes = {key: records.get(key, lambda value: value)(value) for key, value in changes.items()}
    made = seen(plan, **changes)
    memory.save([(NAME, "key", plan, [made])])
    assert memory.load({NAME: "key"}) == ({NAME: (made,)} if kept else {})


def test_half_a_plan_is_not_kept(plan: Plan, memory: Memory):
    memory.save([(NAME, "key", dataclasses.replace(plan, steps=plan.steps * 2), [seen(plan)])])
    assert memory.load({NAME: "key"}) == {}


def test_what_cannot_be_read_is_not_there(plan: Plan, memory: Memory):
    memory._shelf.save([(NAME, "key", '[{"of": "another version"}]')])
    assert memory.load({NAME: "key"}) == {}
