"""What a killed run leaves, and what the next one takes over from it."""

from __future__ import annotations

import dataclasses
import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from harness import caches, live, wire
from harness.errors import MissingError, UsageError
from harness.model import Plan, Target
from harness.progress import Progress
from harness.remembered import Memory
from harness.run import faults, observation

TARGET = Target(name="celery54", celery="5.4.0", kombu="", python="", interpreter="", digest="d")


@pytest.fixture
def given(tmp_path: Path, make_plan: Callable[..., Plan]) -> live.Round:
    plans = tuple(make_plan(("typed", str(number)), key=f"page:{number}") for number in range(3))
    return live.Round(
        plans=plans,
        targets=(("1", "sha", TARGET),),
        brokers={"redis": None},
        services={},
        runners=None,
        contained=True,
        out=tmp_path,
    )


def turns(given: live.Round) -> live.Turns:
    return live._turns(given, Progress(Console(file=io.StringIO())))


def keys(given: live.Round) -> dict[live.Turn, str]:
    return live._keys(given, turns(given), "redis")


def resumed(given: live.Round, memory: Memory | None = None) -> set[live.Turn]:
    return live._resume(given, turns(given).plans, keys(given), memory)


def leave(given: live.Round, *observations) -> None:
    """The folder as a killed run leaves it."""
    wire.write_lines(given.out / "plans.jsonl", given.plans)
    caches.write_json(given.out / live.ASKED, {"keys": [[*turn, key] for turn, key in keys(given).items()]})
    wire.write_lines(given.out / "observations" / "gw0.jsonl", observations)


def done(plan: Plan):
    return observation(plan, {"step": 0, "status": "done"}, "celery54-redis")


def test_finished_plans_are_kept(given):
    leave(given, done(given.plans[1]))
    assert resumed(given) == {("1", "page:1", "celery54-redis")}


def test_what_stands_behind_a_torn_line_is_done_again(given):
    leave(given, done(given.plans[0]), done(given.plans[1]))
    path = given.out / "observations" / "gw0.jsonl"
    first, second = path.read_text().splitlines()
    path.write_text(f"{first}\n{second[:40]}\n{second}\n")
    assert resumed(given) == {("1", "page:0", "celery54-redis")}


def test_faults_are_tried_again(given):
    leave(given, *faults(given.plans[0], "celery54-redis", "the guest went away"))
    assert resumed(given) == set()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"targets": (("1", "sha", dataclasses.replace(TARGET, digest="e")),)}, id="another environment"),
        pytest.param({"brokers": {"redis": "redis://localhost/"}}, id="another broker"),
        pytest.param({"contained": False}, id="other containment"),
    ],
)
def test_nothing_is_taken_over_from_another_run(given, change):
    leave(given, done(given.plans[1]))
    assert resumed(dataclasses.replace(given, **change)) == set()


def test_a_plan_that_has_changed_is_run_again(given, make_plan):
    leave(given, done(given.plans[1]))
    changed = make_plan(("typed", "another"), key="page:1")
    assert resumed(dataclasses.replace(given, plans=(given.plans[0], changed))) == set()


def test_the_same_plan_of_two_docs_is_two_turns(given):
    twice = (*given.plans, *(dataclasses.replace(plan, docs="2") for plan in given.plans))
    both = dataclasses.replace(given, plans=twice, targets=(("1", "a", TARGET), ("2", "b", TARGET)))
    assert len(turns(both).plans) == 6
    leave(both, done(given.plans[1]))
    assert resumed(both) == {("1", "page:1", "celery54-redis")}


def test_what_an_older_version_left_is_no_error(given):
    leave(given, done(given.plans[1]))
    (given.out / "plans.jsonl").write_text('{"not": "a plan"}\n')
    caches.write_json(given.out / live.ASKED, {"identity": ["0.0.1"]})
    assert resumed(given) == set()
    (given.out / live.ASKED).write_text('{"torn')
    assert resumed(given) == set()


def test_what_has_moved_is_kept_as_it_stands_now(given):
    leave(given, done(given.plans[1]))
    moved = dataclasses.replace(
        given.plans[1], steps=(dataclasses.replace(given.plans[1].steps[0], first=7, shown="4"),)
    )
    assert resumed(dataclasses.replace(given, plans=(moved,))) == {("1", "page:1", "celery54-redis")}
    [seen] = live._by_turn(given.out)["1", "page:1", "celery54-redis"]
    assert (seen.first, seen.shown) == (7, "4")


def test_what_is_remembered_is_not_run_again(given, monkeypatch, tmp_path):
    monkeypatch.setenv("DOC_HARNESS_CACHE", str(tmp_path / "cache"))
    memory = Memory()
    turn = ("1", "page:2", "celery54-redis")
    memory.save([("\n".join(turn), keys(given)[turn], given.plans[2], [done(given.plans[2])])])
    assert resumed(given, memory) == {turn}
    assert resumed(given) == set()


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_shares_are_everything_once(given, count):
    shares = [turns(given).share(number, count).plans for number in range(1, count + 1)]
    assert sorted(turn for share in shares for turn in share) == sorted(turns(given).plans)


def test_what_shares_have_seen_is_put_together(given, tmp_path):
    folders = []
    for number, plan in enumerate(given.plans[:2]):
        folder = tmp_path / f"share-{number}"
        folder.mkdir()
        turn = ("1", plan.key, "celery54-redis")
        faulty = ("1", given.plans[2].key, "celery54-redis")
        seen = {turn: [done(plan)], faulty: list(faults(given.plans[2], "celery54-redis", "the guest went away"))}
        live._share(folder, seen, keys(given))
        folders.append(folder)
    joined = dataclasses.replace(given, observed=tuple(folders))
    assert resumed(joined) == {("1", "page:0", "celery54-redis"), ("1", "page:1", "celery54-redis")}
    other = dataclasses.replace(joined, brokers={"redis": "redis://localhost/"})
    assert resumed(other) == set()


@pytest.mark.parametrize(
    ("text", "error", "told"),
    [
        pytest.param(None, MissingError, "--shard", id="no share"),
        pytest.param('{"key": "k", "observations": [{"torn', UsageError, "share.jsonl:1", id="torn"),
        pytest.param('{"observations": []}', UsageError, "share.jsonl:1", id="without a key"),
    ],
)
def test_a_folder_that_is_no_share(given, tmp_path, text, error, told):
    if text is not None:
        (tmp_path / live.SHARE).write_text(text)
    with pytest.raises(error, match=told):
        resumed(dataclasses.replace(given, observed=(tmp_path,)))


def test_plans_that_the_runner_lost_are_faults(given):
    leave(given, done(given.plans[1]))
    statuses = [item.status for item in live._complete(live._by_turn(given.out), turns(given))]
    assert statuses == ["fault", "done", "fault"]


def test_a_plan_is_run_on_every_broker(given):
    both = dataclasses.replace(given, brokers={"redis": None, "rabbitmq": None})
    assert {label for _, _, label in turns(both).plans} == {"celery54-redis", "celery54-rabbitmq"}
    assert len(turns(both).plans) == 6


def test_a_plan_whose_service_is_not_there_is_not_run(given, make_plan):
    needing = make_plan(("typed", "1"), key="page:9", services=("filesystem",))
    every = turns(dataclasses.replace(given, plans=(*given.plans, needing)))
    found = every.without({"filesystem"}, set())
    assert found.unserved == {("1", "page:9"): "filesystem"}
    assert len(found.plans) == 3
    # What is known of it is no worse for that.
    assert every.without({"filesystem"}, {("1", "page:9", "celery54-redis")}) == every


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param([], {"redis": None}, id="the default"),
        pytest.param(["redis"], {"redis": None}, id="by name"),
        pytest.param(["redis://h:1/2"], {"redis": "redis://h:1/2"}, id="by URL"),
        pytest.param(["rediss://h"], {"redis": "rediss://h"}, id="with TLS"),
        pytest.param(["redis", "amqp://h//"], {"redis": None, "rabbitmq": "amqp://h//"}, id="two"),
    ],
)
def test_brokers(asked, expected):
    assert live.brokers_of(asked) == expected


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(["pigeon://user:secret@host//"], id="unknown"),
        pytest.param(["postgresql://user:secret@host/"], id="no broker"),
        pytest.param(["redis", "redis://user:secret@host/"], id="twice"),
    ],
)
def test_what_is_no_broker_is_told_without_its_password(asked):
    with pytest.raises(UsageError) as caught:
        live.brokers_of(asked)
    assert "secret" not in str(caught.value)


def test_folders_of_dead_runs_are_swept(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "doc-harness-run-dead" / "redis").mkdir(parents=True)
    with live._folder() as first:
        assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == [first.name]
        with live._folder() as second:
            assert first.is_dir()
            assert second != first
    assert not [path for path in tmp_path.iterdir() if path.is_dir()]
