"""Reads pages and modules with Sphinx: its application and its directives, our parser, and none of the docs' code."""

from __future__ import annotations

import contextlib
import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.dummy import DummyBuilder
from sphinx.util.docutils import docutils_namespace, patch_docutils

from harness.extract.dispatch import registered_roles
from harness.extract.document import Extraction
from harness.extract.parser import ModuleParser, PageParser
from harness.extract.reading import READING, Reading
from harness.extract.records import Record
from harness.extract.tree import DOCS, PACKAGE, Tree
from harness.model import Page

#: The only extension is this module; the docs' own configuration is code of theirs, and needs Celery.
_SETTINGS: dict[str, Any] = {"extensions": [__name__], "smartquotes": False}


class _Builder(DummyBuilder):
    """A builder that keeps nothing: what a page holds has been taken from it when it is read."""

    name = "celery-doc-harness"

    def write_doctree(self, docname: str, doctree: nodes.document, *, _cache: bool = True) -> None:  # type: ignore[misc]
        """Keep no document."""


class Reader:
    """Reads the pages of one release tree.

    `work` is a folder for what Sphinx must write; nothing is written into the tree.
    """

    def __init__(self, tree: Tree, work: Path) -> None:
        self._tree = tree
        self._work = work
        self._apps: dict[str, Sphinx] = {}

    def read(self, name: str, file: str) -> Record:
        """The page or module `name`, whose file is `file`.  Never raises for what stands in it."""
        reading = Extraction(self._tree, name, file)
        reading.load()
        token = READING.set(reading)
        try:
            self._parse(reading)
        except RecursionError:
            reading.problem(file, 1, 1, "nesting", "is nested too deeply to be read: the page is left out")
        except Exception as error:  # a page must never take the others with it
            reading.problem(file, 1, 1, "unreadable", f"cannot be read: {type(error).__name__}: {error}")
        finally:
            READING.reset(token)
        page = Page(
            name=name,
            file=file,
            title=reading.title,
            samples=tuple(reading.samples),
            claims=tuple(reading.claims),
            problems=tuple(reading.sorted_problems()),
        )
        return Record(page=page, inputs=reading.inputs, strangers=tuple(reading.strangers))

    def _parse(self, reading: Reading) -> None:
        folder = PACKAGE if reading.file.startswith(f"{PACKAGE}/") else DOCS
        app = self._app(folder)
        docname = posixpath.relpath(reading.file, folder).rpartition(".")[0]
        settings = app.env.settings
        encoding = settings["input_encoding"]
        # The reading has decoded the file already: Sphinx's own look at it must not fail.
        settings["input_encoding"] = "latin-1"
        known = dict(registered_roles())
        try:
            app.builder.read_doc(docname)
        finally:
            settings["input_encoding"] = encoding
            # Roles that a page defines for itself are no other page's.
            registered_roles().clear()
            registered_roles().update(known)

    def _app(self, folder: str) -> Sphinx:
        if folder not in self._apps:
            self._apps[folder] = _sphinx(self._tree.root / folder, self._work / folder, folder)
        return self._apps[folder]


def _sphinx(source: Path, work: Path, folder: str) -> Sphinx:
    suffixes = {
        DOCS: {".rst": "restructuredtext", ".txt": "restructuredtext"},
        PACKAGE: {".py": "python"},
    }[folder]
    app = Sphinx(
        source,
        None,
        work / "out",
        work / "doctrees",
        _Builder.name,
        confoverrides={**_SETTINGS, "source_suffix": suffixes},
        status=None,
        warning=None,
        freshenv=True,
    )
    app.env.settings["raw_enabled"] = False
    return app


def setup(app: Sphinx) -> dict[str, bool]:
    """Make this module an extension of Sphinx's."""
    app.add_builder(_Builder)
    app.add_source_parser(PageParser, override=True)
    app.add_source_parser(ModuleParser, override=True)
    return {"parallel_read_safe": True}


@contextlib.contextmanager
def reader(root: Path, work: Path) -> Iterator[Reader]:
    """A reader of the release tree at `root`; what Sphinx and docutils change in this process ends with it."""
    work.mkdir(parents=True, exist_ok=True)
    # `work` holds no docutils.conf, and neither the user's nor the current folder's one is taken.
    with patch_docutils(work), docutils_namespace():
        yield Reader(Tree(root), work)
