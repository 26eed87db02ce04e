"""`check --all`, `diff` and `bisect` from the command line: what they are asked, and exit statuses."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from harness import bisection, cli, pipeline, targets, wire
from harness.bisection import Since, Trial
from harness.commands import diff
from harness.difference import Change
from harness.interfaces import Results
from harness.told import Telling, Told
from tests.reports.results import results

ERRATUM = dataclasses.replace(results().errata[0], reproducer=None)
DOCS = ERRATUM.places[0].docs


def invoke(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli.cli, arguments)
    return result.exit_code, result.output


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """The folder of a run with one erratum."""
    data = {"docs": [{"version": DOCS}], "targets": [{"broker": "redis"}], "errata": [wire.to_json(ERRATUM)]}
    (tmp_path / "errata.json").write_text(json.dumps(data))
    return tmp_path


def test_all_takes_every_listed_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[pipeline.Request] = []

    def check(request: pipeline.Request, progress: Any) -> Results:
        asked.append(request)
        return results(errata=(), undecided=())

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pipeline, "check", check)
    assert invoke("check", "--all")[0] == 0
    assert asked[0].versions == tuple(targets.listed().values())
    assert asked[0].out == Path("reports/all")


@pytest.mark.parametrize("beside", [["5.4.0"], ["--docs", "."]], ids=["a release", "a checkout"])
def test_all_stands_alone(beside: list[str]) -> None:
    status, said = invoke("check", "--all", *beside)
    assert (status, "--all takes all releases" in said) == (2, True)


@pytest.mark.parametrize(("telling", "status"), [("told", 0), ("untold", 0), ("unclear", 0), ("outdated", 1)])
def test_diff_fails_when_the_docs_tell_as_before(
    telling: Telling, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = Change(kind="default", name="task_pace", part="", change="changed", old="1", new="2")

    def found(old: str, new: str, progress: Any) -> list[Told]:
        return [Told(change=change, telling=telling, places=ERRATUM.places[:1])]

    monkeypatch.setattr(diff, "_told", found)
    ended, said = invoke("diff", "5.6.3", "5.7.0")
    assert (ended, "default task_pace: 1 → 2" in said) == (status, True)
    data = json.loads(invoke("diff", "5.6.3", "5.7.0", "--json")[1])
    assert [(item["name"], item["docs"]) for item in data["facts"]] == [("task_pace", telling)]


def test_diff_of_a_release_with_itself() -> None:
    assert invoke("diff", "5.7.0", "5.7.0")[0] == 2


def test_diff_needs_runs_of_both(run: Path) -> None:
    status, said = invoke("diff", DOCS, "9.9.9", "--run", str(run))
    assert (status, "none of these runs has checked 9.9.9" in said) == (2, True)


@pytest.mark.parametrize(("arguments", "status"), [([ERRATUM.id], 3), (["no-such-id"], 2)], ids=["no script", "no id"])
def test_bisect_says_what_is_missing(run: Path, arguments: Sequence[str], status: int) -> None:
    assert invoke("bisect", *arguments, "--run", str(run))[0] == status


def test_bisect_tells_the_release(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trials = (Trial(release="5.3.6", verdict="right", said=""), Trial(release="5.4.0", verdict="wrong", said=""))
    since = Since(trials=trials, first="5.4.0", right="5.3.6", open=())
    monkeypatch.setattr(bisection, "of", lambda *_: since)
    status, said = invoke("bisect", ERRATUM.id, "--run", str(run))
    assert (status, "wrong since 5.4.0, right on 5.3.6" in said) == (0, True)
    data = json.loads(invoke("bisect", ERRATUM.id, "--run", str(run), "--json")[1])
    assert (data["first"], data["right"], data["never_right"]) == ("5.4.0", "5.3.6", False)
