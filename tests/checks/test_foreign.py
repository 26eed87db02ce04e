"""References to modules of another package."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from harness.checks import _others, foreign
from harness.errors import MissingError
from harness.interfaces import Case
from tests.checks.conftest import make_claim

MakeCase = Callable[..., Case]


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("django/core/cache", "django/dispatch"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "__init__.py").write_text("")
    (tmp_path / "django/__init__.py").write_text("")
    (tmp_path / "django/core/__init__.py").write_text("from x import made")
    monkeypatch.setattr(_others, "installed", lambda target, requirements: tmp_path)
    return tmp_path


def find(make_case: MakeCase, text: str, role: str = "mod") -> list[str | None]:
    return [each.suggestion for each in foreign.find(make_case(claim=make_claim(text, "xref", fields={"role": role})))]


def test_finds(make_case: MakeCase, installed: Path) -> None:
    assert find(make_case, "django.core.dispatch") == ["django.dispatch"]
    assert find(make_case, "django.nowhere.at.all") == [None]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        pytest.param("django.core.cache", "mod", id="a package"),
        pytest.param("django.core.made", "mod", id="a name that the package imports"),
        pytest.param("django.core.Thing", "class", id="no module"),
        pytest.param("flask.core", "mod", id="a package that is not known"),
    ],
)
def test_leaves_alone(make_case: MakeCase, installed: Path, text: str, role: str) -> None:
    assert find(make_case, text, role) == []


def test_not_to_be_had(make_case: MakeCase, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(target: object, requirements: object) -> Path:
        raise MissingError("no index")

    monkeypatch.setattr("harness.overlays.of", missing)
    assert find(make_case, "django.core.dispatch") == []


def test_covers(make_case: MakeCase, installed: Path) -> None:
    def covers(text: str) -> bool:
        return foreign.covers(make_case(claim=make_claim(text, "xref", fields={"role": "mod"})))

    assert covers("django.core.cache")
    assert not covers("django.core.dispatch")
    assert not covers("logging")
