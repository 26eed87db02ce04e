"""Stage 1: a release's docs → Pages with their samples and claims."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from functools import cache as memoised
from pathlib import Path

from harness.extract import names
from harness.extract.cache import environment, key, shelf
from harness.extract.pool import read_pages
from harness.extract.records import Record, decode
from harness.extract.tree import TEXT, Tree, digest
from harness.model import Docs, Page, Problem
from harness.shelf import Shelf

__all__ = ["read"]

#: Told how far the reading is: what is being done, pages done, pages in all.
Report = Callable[[str, int, int], None]

_BATCH = 50  # pages after which what was read is kept, should the program be killed


def read(docs: Docs, cache: Path, *, report: Report | None = None) -> tuple[Page, ...]:
    """All pages of docs/, the README and the docstrings of all modules of celery/, in an order that does not change.

    Only pages that have changed, or include a file that has, are read again; the others come from the folder `cache`,
    which may serve several releases and programs at once.  Nothing is written into the tree, and nothing of it is run.
    Raises MissingError when there is no docs/ folder or the cache cannot be written.
    """
    tree = Tree(docs.root)
    files = tree.files()
    store = shelf(cache / "extract")
    surroundings = environment()
    digests = memoised(lambda file: digest(tree.content(file)))
    keys = {name: key(surroundings, file, digests(file)) for name, file in files.items()}
    records = {}
    for name, line in store.load(keys).items():
        record = decode(line)
        if all(digests(file) == known for file, known in record.inputs.items()):
            records[name] = record
    missing = {name: file for name, file in files.items() if name not in records}
    if missing:
        for name, record in _fresh(tree, missing, keys, store, report, len(files)):
            records[name] = record
    if report:
        report("reading the docs", len(files), len(files))
    wrong = names.misspelt(records.values(), tree)
    pages = (_with_problems(records[name].page, wrong[name]) for name in files)
    if not (templates := [name for name, file in files.items() if file.endswith(TEXT)]):
        return tuple(pages)
    taken = {file for name in files if name not in templates for file in records[name].inputs}
    pages = (_without(page, taken) if page.name in templates else page for page in pages)
    return tuple(page for page in pages if page.name not in templates or page.samples or page.claims or page.problems)


def _fresh(
    tree: Tree, files: dict[str, str], keys: dict[str, str], store: Shelf, report: Report | None, total: int
) -> Iterator[tuple[str, Record]]:
    """Read pages, and keep what was read."""
    batch: list[tuple[str, str, str]] = []
    for done, (name, line) in enumerate(read_pages(tree.root, files, store.folder), 1):
        record = decode(line)
        if record.inputs:
            batch.append((name, keys[name], line))
        if len(batch) >= _BATCH or done == len(files):
            store.save(batch)
            batch = []
        if report:
            report("reading the docs", total - len(files) + done, total)
        yield name, record


def _without(page: Page, taken: Collection[str]) -> Page:
    """The page without what it takes in that other pages take in, too: it is told there."""
    return replace(
        page,
        samples=tuple(each for each in page.samples if each.file not in taken),
        claims=tuple(each for each in page.claims if each.file not in taken),
        problems=tuple(each for each in page.problems if each.file not in taken),
    )


def _with_problems(page: Page, more: list[Problem]) -> Page:
    if not more:
        return page
    order = sorted((*page.problems, *more), key=lambda one: (one.file, one.line, one.column, one.kind))
    return replace(page, problems=tuple(order))
