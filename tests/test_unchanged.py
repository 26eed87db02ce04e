"""A folder is taken for a finished run's only while nothing has changed that decides what a check finds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from harness import unchanged


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "errata.json").write_text("{}")
    unchanged.leave(folder, "state", ())
    return folder


def test_it_is_marked(out: Path):
    assert unchanged.is_marked(out, "state", {})


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda out: (out / "errata.json").write_text("[]"), id="another report"),
        pytest.param(lambda out: (out / "errata.json").unlink(), id="a report is gone"),
        pytest.param(lambda out: (out / "findings.jsonl").write_text(""), id="one file more"),
        pytest.param(lambda out: (out / unchanged.MARKS).write_text('{"torn'), id="torn marks"),
        pytest.param(lambda out: (out / unchanged.MARKS).write_text("[]"), id="marks of another program"),
        pytest.param(unchanged.forget, id="forgotten"),
    ],
)
def test_it_is_not_once_something_has_changed(out: Path, change: Callable[[Path], object]):
    change(out)
    assert not unchanged.is_marked(out, "state", {})


def test_it_is_not_in_another_state(out: Path):
    assert not unchanged.is_marked(out, "another", {})


def test_it_is_not_for_ever(out: Path, monkeypatch: pytest.MonkeyPatch):
    now = unchanged.time.time()
    monkeypatch.setattr(unchanged.time, "time", lambda: now + 31 * 86_400)
    assert not unchanged.is_marked(out, "state", {})


@pytest.mark.parametrize(
    ("name", "there"),
    [pytest.param("filesystem", True, id="it is there now"), pytest.param("postgresql", False, id="still missing")],
)
def test_a_service_that_was_missing(out: Path, monkeypatch: pytest.MonkeyPatch, name: str, there: bool):
    monkeypatch.setenv("PATH", "/nowhere")
    unchanged.leave(out, "state", [name])
    assert unchanged.is_marked(out, "state", {}) is not there


def test_the_state_is_of_all_that_is_asked_and_of_the_code(tmp_path: Path):
    (tmp_path / "check.py").write_text("x = 1")
    before = unchanged.state(["5.7.0"], [tmp_path])
    assert unchanged.state(["5.7.0"], [tmp_path]) == before
    assert unchanged.state(["5.6.3"], [tmp_path]) != before
    (tmp_path / "check.py").write_text("x = 2")
    assert unchanged.state(["5.7.0"], [tmp_path]) != before
    (tmp_path / "check.py").write_text("x = 1")
    (tmp_path / "page.toml").write_text("")
    assert unchanged.state(["5.7.0"], [tmp_path]) != before
