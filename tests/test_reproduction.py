"""What scripts find beside Celery when they are run as anybody would."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness import reproduction
from harness.errors import MissingError, UsageError
from harness.model import Docs, Target

TARGET = Target(name="celery57", celery="5.7.0", kombu="", python="3.11.7", interpreter="python", digest="")


@pytest.mark.parametrize(
    ("requirements", "there", "expected"),
    [
        pytest.param((), True, {}, id="nothing is needed"),
        pytest.param(("pytest",), True, {"PYTHONPATH": "/overlay"}, id="it is put beside Celery"),
        pytest.param(("pytest",), False, {}, id="it cannot be had: the script says so"),
    ],
)
def test_packages(
    monkeypatch: pytest.MonkeyPatch, requirements: tuple[str, ...], there: bool, expected: dict[str, str]
):
    def of(target: Target, wanted: tuple[str, ...]) -> Path:
        if not there:
            raise MissingError("no index")
        return Path("/overlay")

    monkeypatch.setattr(reproduction.overlays, "of", of)
    assert reproduction._beside(requirements, TARGET) == expected


@pytest.mark.parametrize(
    ("script", "docs", "expected"),
    [
        pytest.param("It needs Celery 5.7.0.\n", "5.7.0", {}, id="they are not needed"),
        pytest.param(
            "It needs Celery and … CELERY_SOURCE names.\n", "5.7.0", {"CELERY_SOURCE": "/tree"}, id="a release"
        ),
        pytest.param("It needs Celery and … CELERY_SOURCE names.\n", "main", {}, id="a checkout is no release"),
    ],
)
def test_sources(monkeypatch: pytest.MonkeyPatch, script: str, docs: str, expected: dict[str, str]):
    def release(version: str) -> Docs:
        if version != "5.7.0":
            raise UsageError(version)
        return Docs(version=version, root="/tree", sha256="")

    monkeypatch.setattr(reproduction.sources, "release", release)
    assert reproduction._sources(script, docs) == expected
