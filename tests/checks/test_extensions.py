"""Extensions of PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from harness.checks import _others, extensions
from harness.interfaces import Case

MakeCase = Callable[..., Case]
USED = ("from pgmq import install_pgmq_from_sql",)


@pytest.fixture(autouse=True)
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pgmq").mkdir()
    (tmp_path / "pgmq/queue.py").write_text('execute("CREATE EXTENSION IF NOT EXISTS pgmq CASCADE;")')
    monkeypatch.setattr(_others, "installed", lambda target, requirements: tmp_path)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("CREATE EXTENSION IF NOT EXISTS pgqm;", id="letters changed"),
        pytest.param("SELECT 1;\ncreate extension pgqm;", id="in small letters"),
    ],
)
def test_finds(make_case: MakeCase, code: str) -> None:
    found = list(extensions.find(make_case(code.replace("pgqm", "pgmqs"), "sql", others=USED)))
    assert [(each.rule, each.place.text, each.suggestion) for each in found] == [("unknown-extension", "pgmqs", "pgmq")]
    last = code.split("\n")[-1]
    assert (found[0].place.line, found[0].place.column) == (10 + code.count("\n"), 5 + last.index("pgqm"))


@pytest.mark.parametrize(
    ("code", "language", "others"),
    [
        pytest.param("CREATE EXTENSION pgmq;", "sql", USED, id="as the package creates it"),
        pytest.param("CREATE EXTENSION hstore;", "sql", USED, id="another"),
        pytest.param("CREATE EXTENSION pgmqs;", "sql", (), id="of which the page shows nothing"),
        pytest.param("CREATE EXTENSION pgmqs;", "text", USED, id="no SQL"),
        pytest.param("CREATE TABLE pgmqs;", "sql", USED, id="another statement"),
    ],
)
def test_leaves_alone(make_case: MakeCase, code: str, language: str, others: tuple[str, ...]) -> None:
    assert list(extensions.find(make_case(code, language, others=others))) == []


def test_covers(make_case: MakeCase) -> None:
    assert extensions.covers(make_case("CREATE EXTENSION pgmq;", "sql", others=USED))
    assert not extensions.covers(make_case("CREATE EXTENSION pgmq;", "sql"))
    assert not extensions.covers(make_case("CREATE EXTENSION hstore;", "sql", others=USED))
