"""`extract.read`: order, cache, what is read again, and readers that die."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from harness import extract, wire
from harness.errors import HarnessError, MissingError
from harness.extract import pool
from harness.extract.cache import Cache
from harness.extract.document import is_historical
from harness.extract.records import Record, Stranger, decode
from harness.extract.tree import Tree
from harness.model import Docs, Page, Problem
from tests.extract.conftest import SmallDocs

PAGE = "Page\n====\n\n::\n\n    a = 1\n"


@pytest.fixture
def docs(tmp_path: Path) -> Docs:
    """A small release: two pages, one of which includes a file, and a module."""
    files = {
        "docs/b.rst": PAGE,
        "docs/a/index.rst": ".. include:: ../../Changelog.rst\n\n.. include:: ../later.txt\n",
        "docs/history/old.rst": "Old::\n\n    a = 1\n",
        "docs/_ext/page.rst": "no page\n",
        "docs/conf.py": "raise SystemExit('conf.py must not run')\n",
        "Changelog.rst": "Changes::\n\n    b = 1\n",
        "celery/__init__.py": '"""Package with ``names``."""\nraise SystemExit("celery must not run")\n',
        "celery/app/task.py": '"""Module.\n\n>>> c\n1\n"""\n',
    }
    for file, content in files.items():
        path = tmp_path / "tree" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return Docs(version="1.0", root=str(tmp_path / "tree"), sha256="")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


class Told:
    """Collects what is reported; the numbers of pages that were read, and of all."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, int, int]] = []

    def __call__(self, stage: str, done: int, total: int) -> None:
        self.calls.append((stage, done, total))


def read_again(docs: Docs, cache: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Names of the pages that a worker is asked for."""
    asked: set[str] = set()
    ask = pool._Worker.ask

    def noting(worker: pool._Worker, name: str, file: str) -> str | None:
        asked.add(name)
        return ask(worker, name, file)

    monkeypatch.setattr(pool._Worker, "ask", noting)
    extract.read(docs, cache)
    monkeypatch.undo()
    return asked


def test_pages_come_before_modules_each_by_name(docs: Docs, cache: Path) -> None:
    pages = extract.read(docs, cache)
    assert [(page.name, page.file, page.title) for page in pages] == [
        ("a/index", "docs/a/index.rst", ""),
        ("b", "docs/b.rst", "Page"),
        ("history/old", "docs/history/old.rst", ""),
        ("celery/__init__", "celery/__init__.py", "celery"),
        ("celery/app/task", "celery/app/task.py", "celery.app.task"),
    ]
    assert [sample.code for page in pages for sample in page.samples] == ["b = 1", "a = 1", "a = 1", ">>> c\n1"]
    assert [sample.historical for page in pages for sample in page.samples] == [False, False, True, False]
    assert [problem.kind for problem in pages[0].problems] == ["include"]


def test_the_second_reading_equals_the_first_and_reads_nothing(
    docs: Docs, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = extract.read(docs, cache)
    monkeypatch.setattr(extract, "read_pages", None)
    assert extract.read(docs, cache) == first


def test_progress(docs: Docs, cache: Path) -> None:
    told = Told()
    extract.read(docs, cache, report=told)
    assert told.calls[-1] == ("reading the docs", 5, 5)
    assert [done for _, done, _ in told.calls] == sorted(done for _, done, _ in told.calls)


def change(file: str, content: str) -> Callable[[Path], object]:
    return lambda root: (root / file).write_text(content)


@pytest.mark.parametrize(
    ("happens", "again"),
    [
        pytest.param(change("docs/b.rst", PAGE + "\nMore.\n"), {"b"}, id="a page changes"),
        pytest.param(change("Changelog.rst", "Other.\n"), {"a/index"}, id="an included file changes"),
        pytest.param(change("docs/later.txt", "Now there.\n"), {"a/index"}, id="a file that was missing comes"),
        pytest.param(change("docs/new.rst", PAGE), {"new"}, id="a page comes"),
        pytest.param(change("celery/app/task.py", '"""``x``"""\n'), {"celery/app/task"}, id="a module changes"),
        pytest.param(lambda root: (root / "docs/b.rst").unlink(), set(), id="a page goes"),
        pytest.param(lambda root: (root / "docs/b.rst").touch(), set(), id="only a time changes"),
        pytest.param(change("docs/conf.py", "raise SystemExit(1)\n"), set(), id="what is never read changes"),
    ],
)
def test_only_what_changed_is_read_again(
    docs: Docs, cache: Path, monkeypatch: pytest.MonkeyPatch, happens: Callable[[Path], object], again: set[str]
) -> None:
    extract.read(docs, cache)
    happens(Path(docs.root))
    assert read_again(docs, cache, monkeypatch) == again
    assert read_again(docs, cache, monkeypatch) == set()


def test_other_code_or_libraries_read_all_again(docs: Docs, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    extract.read(docs, cache)
    monkeypatch.setattr(extract, "environment", lambda: "another Sphinx")
    assert len(read_again(docs, cache, monkeypatch)) == 5


def test_a_cache_that_is_torn_is_made_anew(docs: Docs, cache: Path) -> None:
    first = extract.read(docs, cache)
    (cache / "extract" / "pages.sqlite").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    assert extract.read(docs, cache) == first


def test_a_cache_that_cannot_be_written(docs: Docs, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(MissingError, match="cache folder"):
        extract.read(docs, tmp_path / "file")


def test_the_cache_forgets_what_is_old(tmp_path: Path) -> None:
    store = Cache(tmp_path)
    for number in range(40):
        store.save([("page", f"key{number}", "{}")])
    with sqlite3.connect(tmp_path / "pages.sqlite") as database:
        assert database.execute("SELECT count(*) FROM page").fetchone() == (24,)
    assert store.load({"page": "key39"}) == {"page": "{}"}
    assert store.load({"page": "key0"}) == {}


def test_nothing_is_written_into_the_tree(docs: Docs, cache: Path) -> None:
    before = sorted(path for path in Path(docs.root).rglob("*"))
    extract.read(docs, cache)
    assert sorted(path for path in Path(docs.root).rglob("*")) == before


def test_nothing_but_the_cache_is_left_in_its_folder(docs: Docs, cache: Path) -> None:
    extract.read(docs, cache)
    assert [path.name for path in (cache / "extract").iterdir()] == ["pages.sqlite"]


def test_no_docs(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="docs/"):
        extract.read(Docs(version="1", root=str(tmp_path), sha256=""), tmp_path / "cache")


def test_docs_without_the_package(tmp_path: Path, cache: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "page.rst").write_text(PAGE)
    pages = extract.read(Docs(version="1", root=str(tmp_path), sha256=""), cache)
    assert [len(page.samples) for page in pages] == [1]


def test_a_page_that_its_reader_dies_of(docs: Docs, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is left out, the others are read, and it is tried again the next time."""
    exchange = pool._exchange

    def dying(process: pool.subprocess.Popen[bytes], request: dict[str, str]) -> str | None:
        if request["name"] == "b":
            process.kill()
        return exchange(process, request)

    monkeypatch.setattr(pool, "_exchange", dying)
    pages = {page.name: page for page in extract.read(docs, cache)}
    assert [problem.kind for problem in pages["b"].problems] == ["unreadable"]
    assert pages["history/old"].samples and pages["celery/app/task"].samples
    monkeypatch.undo()
    assert read_again(docs, cache, monkeypatch) == {"b"}


def test_a_page_that_takes_too_long(docs: Docs, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_LIMIT", 0.0)
    pages = extract.read(docs, cache)
    assert {problem.kind for page in pages for problem in page.problems} == {"unreadable"}


def test_a_reader_that_does_not_start(docs: Docs, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(HarnessError, match="does not start"):
        extract.read(docs, cache)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("history/changelog-4.0", True),
        ("history/whatsnew-5.0", True),
        ("changelog", True),
        ("whatsnew-5.1", True),
        ("userguide/calling", False),
        ("userguide/whatsnewer", False),
        ("changelogs", False),
    ],
)
def test_is_historical(name: str, expected: bool) -> None:
    assert is_historical(name, f"docs/{name}.rst") is expected


def test_no_module_is_historical() -> None:
    assert not is_historical("celery/history", "celery/history.py")


@pytest.mark.parametrize(
    ("path", "relative"),
    [
        ("docs/a.rst", "docs/a.rst"),
        ("docs/../Changelog.rst", "Changelog.rst"),
        ("../outside", None),
        ("/etc/passwd", None),
    ],
)
def test_relative(tmp_path: Path, path: str, relative: str | None) -> None:
    (tmp_path / "docs").mkdir()
    assert Tree(tmp_path).relative(tmp_path / path) == relative


def test_a_record_survives_the_cache(small_docs: SmallDocs) -> None:
    record = small_docs.page("claims")
    assert decode(wire.dumps(record)) == record == wire.from_json(Record, json.loads(wire.dumps(record)))


def test_a_record_with_all_of_its_parts_survives_the_cache() -> None:
    problem = Problem(file="f", line=1, column=2, kind="k", message="m", text="t")
    page = Page(name="n", file="f", title="t", samples=(), claims=(), problems=(problem,))
    stranger = Stranger(what="role", name="n", file="f", line=1, column=2, text="t", near="x")
    record = Record(page=page, inputs={"f": "0"}, strangers=(stranger,))
    assert decode(wire.dumps(record)) == record
