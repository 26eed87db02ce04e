"""[tool.doc-harness]: what it may say, and how it says what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from harness import settings
from harness.errors import UsageError

FORMATS = ("terminal", "github")


@pytest.fixture
def load(tmp_path: Path):
    (tmp_path / "docs").mkdir()

    def loaded(text: str, folder: str = ".") -> settings.Settings:
        (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
        return settings.load(tmp_path / folder, FORMATS)

    return loaded


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ('broker = "redis"', ("redis",)),
        ('broker = ["redis", "amqp://h//"]', ("redis", "amqp://h//")),
        ('page = "userguide/*"', ("userguide/*",)),
        ("static = true", True),
        ("repair = false", False),
        ("runners = 4", 4),
        ('format = "github"', "github"),
        ('celery = "5.7.0"', "5.7.0"),
        ('celery = "git+https://github.com/celery/celery"', "git+https://github.com/celery/celery"),
    ],
)
def test_values(load, line: str, value: Any):
    assert load(f"[tool.doc-harness]\n{line}\n").values == {line.partition(" ")[0]: value}


@pytest.mark.parametrize("key", ["docs", "out", "baseline"])
def test_paths_are_relative_to_the_file(load, tmp_path: Path, key: str):
    assert load(f'[tool.doc-harness]\n{key} = "docs"\n', "docs").values == {key: str(tmp_path / "docs")}


def test_a_celery_that_is_there_is_a_path(load, tmp_path: Path):
    assert load('[tool.doc-harness]\ncelery = "."\n', "docs").values == {"celery": str(tmp_path)}


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        pytest.param("[tool.doc-harness]\nbrokers = 'redis'\n", 2, "tool.doc-harness.brokers: unknown key (known: docs", id="a misspelt key"),
        pytest.param("[x]\nstatic = 1\n[tool.doc-harness]\n\nstatic = 1\n", 5, "static: expected true or false, got 1", id="no flag"),
        pytest.param("[tool.doc-harness]\nrunners = 0\n", 2, "runners: expected a number from 1 up", id="no runners"),
        pytest.param("[tool.doc-harness]\nrunners = true\n", 2, "runners: expected a number", id="a flag for a number"),
        pytest.param("[tool.doc-harness]\nbroker = 1\n", 2, "broker: expected a string or a list", id="no broker"),
        pytest.param("[tool.doc-harness]\npage = ['a', 1]\n", 2, "page: expected a string or a list", id="mixed"),
        pytest.param("[tool.doc-harness]\nbaseline = ''\n", 2, "baseline: expected a string", id="empty"),
        pytest.param("[tool.doc-harness]\nformat = 'html5'\n", 2, "format: unknown 'html5' (known: terminal, github)", id="no format"),
        pytest.param("[tool.doc-harness]\ndocs = 'gone'\n", 2, "is not a directory", id="no docs"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_file_line_and_key(load, tmp_path: Path, text: str, line: int, message: str):
    with pytest.raises(UsageError) as error:
        load(text)
    assert str(error.value).startswith(f"{tmp_path / 'pyproject.toml'}:{line}: tool.doc-harness.")
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("text", "message"), [("[tool\n", "not TOML"), ("[tool]\ndoc-harness = 1\n", "expected a table")]
)
def test_what_is_no_table(load, text: str, message: str):
    with pytest.raises(UsageError, match=message):
        load(text)


@pytest.mark.parametrize("text", ["", "[project]\nname = 'x'\n", "[tool.ruff]\nline-length = 100\n"])
def test_another_projects_file_says_nothing(load, text: str):
    assert load(text).values == {}


def test_the_nearest_file_counts(load, tmp_path: Path):
    (tmp_path / "docs" / "pyproject.toml").write_text("")
    assert load("[tool.doc-harness]\nstatic = true\n", "docs").values == {}


def test_what_is_said_of_a_checkout_is_not_said_of_releases(load):
    text = "[tool.doc-harness]\ndocs = '.'\ncelery = '.'\nbaseline = 'x'\nstatic = true\n"
    assert load(text).of_releases().values == {"static": True}


def test_without_a_checkout_all_is_said_of_releases(load):
    found = load("[tool.doc-harness]\nbaseline = 'x'\n")
    assert found.of_releases() == found
