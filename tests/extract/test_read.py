"""`extract.read`: order, cache, what is read again, and readers that die."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from harness import extract, wire
from harness.errors import HarnessError, MissingError
from harness.extract import pool
from harness.extract.document import is_historical
from harness.extract.records import Record, Stranger, decode
from harness.extract.tree import Tree
from harness.model import Docs, Page, Problem
from tests.extract.conftest import SmallDocs

PAGE = "Page\n====\n\n::\n\n    a = 1\n"


#: A small release: three pages, one of which includes a file and another one that is not there, and two modules.
FILES = {
    "docs/b.rst": PAGE,
    "docs/a/index.rst": ".. include:: ../../Changelog.rst\n\n.. include:: ../later.txt\n",
    "docs/history/old.rst": "Old::\n\n    a = 1\n",
    "docs/_ext/page.rst": "no page\n",
    "docs/conf.py": "raise SystemExit('conf.py must not run')\n",
    "Changelog.rst": "Changes::\n\n    b = 1\n",
    "celery/__init__.py": '"""Package with ``names``."""\nraise SystemExit("celery must not run")\n',
    "celery/app/task.py": '"""Module.\n\n>>> c\n1\n"""\n',
}


@pytest.fixture
def docs(tmp_path: Path) -> Docs:
    for file, content in FILES.items():
        path = tmp_path / "tree" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return Docs(version="1.0", root=str(tmp_path / "tree"), sha256="")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


class Once:
    """The small release, read by one call, with all that the call left behind."""

    def __init__(self, folder: Path) -> None:
        self.docs = Docs(version="1.0", root=str(folder / "tree"), sha256="")
        self.cache = folder / "cache"
        self.told: list[tuple[str, int, int]] = []
        for file, content in FILES.items():
            path = folder / "tree" / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        self.pages = extract.read(self.docs, self.cache, report=lambda *call: self.told.append(call))


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    return Once(tmp_path_factory.mktemp("once"))


@pytest.fixture
def full_cache(once: Once, cache: Path) -> Path:
    """A cache that holds all of the small release, wherever that stands."""
    shutil.copytree(once.cache, cache)
    return cache


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


def test_pages_come_before_modules_each_by_name(once: Once) -> None:
    pages = once.pages
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


#: A README, and the texts that it was made of: one of them is part of a page, too.
README = {
    "README.rst": PAGE,
    "docs/page.rst": ".. include:: includes/both.txt\n",
    "docs/templates/readme.txt": ".. include:: ../includes/own.txt\n\n.. include:: /includes/both.txt\n",
    "docs/includes/own.txt": "Own\n===\n\n``a``\n",
    "docs/includes/both.txt": "Both\n====\n\n``b``\n\n::\n\n    b = 1\n",
    "docs/words.txt": "what nothing takes in\n",
}


def test_the_readme_and_what_it_is_made_of(tmp_path: Path, cache: Path) -> None:
    for file, content in README.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(content)
    docs = Docs(version="1.0", root=str(tmp_path), sha256="")
    for _ in range(2):  # read, and kept
        pages = {page.name: page for page in extract.read(docs, cache)}
        assert [(page.name, page.file) for page in pages.values()] == [
            ("README", "README.rst"),
            ("page", "docs/page.rst"),
            ("templates/readme", "docs/templates/readme.txt"),
        ]
        assert [(each.file, each.lines[0]) for page in pages.values() for each in page.samples] == [
            ("README.rst", 6),
            ("docs/includes/both.txt", 8),
        ]
        literals = [each for page in pages.values() for each in page.claims if each.kind == "literal"]
        assert [(each.page, each.file, each.line) for each in literals] == [
            ("page", "docs/includes/both.txt", 4),
            ("templates/readme", "docs/includes/own.txt", 4),
        ]
        assert not any(page.problems for page in pages.values())


def test_the_second_reading_equals_the_first_and_reads_nothing(
    once: Once, docs: Docs, full_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extract, "read_pages", None)
    assert extract.read(docs, full_cache) == once.pages


def test_progress(once: Once) -> None:
    assert once.told[-1] == ("reading the docs", 5, 5)
    assert [done for _, done, _ in once.told] == sorted(done for _, done, _ in once.told)


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
    docs: Docs, full_cache: Path, monkeypatch: pytest.MonkeyPatch, happens: Callable[[Path], object], again: set[str]
) -> None:
    happens(Path(docs.root))
    assert read_again(docs, full_cache, monkeypatch) == again
    assert read_again(docs, full_cache, monkeypatch) == set()


def test_other_code_or_libraries_read_all_again(docs: Docs, full_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract, "environment", lambda: "another Sphinx")
    assert len(read_again(docs, full_cache, monkeypatch)) == 5


def test_a_cache_that_is_torn_is_made_anew(once: Once, docs: Docs, full_cache: Path) -> None:
    (full_cache / "extract" / "pages.sqlite").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    assert extract.read(docs, full_cache) == once.pages


def test_a_cache_that_cannot_be_written(docs: Docs, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(MissingError, match="cache folder"):
        extract.read(docs, tmp_path / "file")


def test_nothing_is_written_into_the_tree(once: Once) -> None:
    root = Path(once.docs.root)
    assert {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()} == set(FILES)


def test_nothing_but_the_cache_is_left_in_its_folder(once: Once) -> None:
    assert [path.name for path in (once.cache / "extract").iterdir()] == ["pages.sqlite"]


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
