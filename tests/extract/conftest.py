"""A reader for small pages, shared by the tests: Sphinx is started once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.extract.reader import Reader, reader
from harness.extract.records import Record

PAGES = Path(__file__).parent.parent / "pages"


class SmallDocs:
    """A release tree that tests put pages into."""

    def __init__(self, root: Path, pages: Reader) -> None:
        self.root = root
        self._reader = pages

    def write(self, file: str, content: str | bytes) -> Path:
        """Write a file of the tree."""
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def read(self, content: str | bytes, name: str = "page") -> Record:
        """A page with that content, read."""
        self.write(f"docs/{name}.rst", content)
        return self._reader.read(name, f"docs/{name}.rst")

    def page(self, name: str) -> Record:
        """A page of tests/pages, read."""
        return self.read((PAGES / f"{name}.rst").read_text(), name)

    def module(self, content: str, name: str = "celery/thing") -> Record:
        """A module with that content, read."""
        self.write(f"{name}.py", content)
        return self._reader.read(name, f"{name}.py")


@pytest.fixture(scope="session")
def small_docs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallDocs]:
    """A release tree with the files that the pages of tests/pages include."""
    root = tmp_path_factory.mktemp("release")
    (root / "docs").mkdir()
    (root / "celery").mkdir()
    with reader(root, tmp_path_factory.mktemp("work")) as pages:
        docs = SmallDocs(root, pages)
        for path in [*PAGES.glob("includes/*"), *PAGES.glob("examples/*")]:
            # A Python file is kept as text: no tool must tidy up what the tests count the lines of.
            docs.write(f"docs/{path.relative_to(PAGES).as_posix()}".replace(".py.txt", ".py"), path.read_bytes())
        yield docs
