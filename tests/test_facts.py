"""Facts of a target: introspected once, then read; a target that cannot tell is one clear error."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import pytest

from harness import facts
from harness.errors import MissingError
from harness.model import Target
from tests.inside import mini


def interpreter(directory: Path, *, environment: str = "", command: str = f"exec {sys.executable}") -> Path:
    """A Python that has the miniature, whatever it is told about isolation; each start leaves a mark."""
    path = directory / "python"
    path.write_text(f'#!/bin/sh\necho >> {directory}/started\nshift\n{environment} {command} "$@"\n', encoding="utf-8")
    path.chmod(0o755)
    return path


def starts(directory: Path) -> int:
    return len((directory / "started").read_text(encoding="utf-8").splitlines())


@pytest.fixture
def target(tmp_path: Path) -> Target:
    tree = mini.copy(tmp_path)
    python = interpreter(tmp_path, environment=f"PYTHONDONTWRITEBYTECODE=1 PYTHONPATH={tree}")
    return Target(name="celery54", celery="5.4.0", kombu="", python="3.11", interpreter=str(python), digest="one")


def test_are_introspected_once(target: Target, tmp_path: Path):
    first = facts.of(target, tmp_path / "cache")
    assert facts.of(target, tmp_path / "cache") == first
    assert starts(tmp_path) == 1
    assert first["versions"]["celery"] == "5.4.0"


def test_of_another_installation_are_others(target: Target, tmp_path: Path):
    facts.of(target, tmp_path / "cache")
    facts.of(dataclasses.replace(target, digest="two"), tmp_path / "cache")
    assert starts(tmp_path) == 2


def test_a_torn_file_is_written_anew(target: Target, tmp_path: Path):
    first = facts.of(target, tmp_path / "cache")
    (written,) = (tmp_path / "cache" / "facts").iterdir()
    written.write_text('{"modules": ', encoding="utf-8")
    assert facts.of(target, tmp_path / "cache") == first


@pytest.mark.parametrize(
    ("command", "message"),
    [
        pytest.param("exec /nowhere/python", "cannot be introspected: .*not found", id="its Python is gone"),
        pytest.param("exit 3;", "cannot be introspected: no message", id="dies without a word"),
        pytest.param("exec echo", "wrote no JSON", id="prints something else"),
    ],
)
def test_a_target_that_cannot_tell(tmp_path: Path, command: str, message: str):
    python = interpreter(tmp_path, command=command)
    target = Target(name="celery54", celery="5.4.0", kombu="", python="", interpreter=str(python), digest="")
    with pytest.raises(MissingError, match=f"celery54: .*{message}"):
        facts.of(target, tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


def test_a_python_without_celery(tmp_path: Path):
    python = interpreter(tmp_path)
    target = Target(name="celery54", celery="5.4.0", kombu="", python="", interpreter=str(python), digest="")
    with pytest.raises(MissingError, match="No module named 'celery'"):
        facts.of(target, tmp_path / "cache")


def test_no_python(tmp_path: Path):
    target = Target(name="celery54", celery="", kombu="", python="", interpreter=str(tmp_path / "no"), digest="")
    with pytest.raises(MissingError, match="celery54: cannot start"):
        facts.of(target, tmp_path / "cache")
