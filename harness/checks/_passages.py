"""Paragraphs of a page in which something is told, each given to one claim of the page: the last that begins above it.

Of a module the paragraphs of its docstrings, with the dotted name of what they describe.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from harness.checks import _prose
from harness.interfaces import Case
from harness.model import Claim, Page, Place


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A paragraph as it stands, line by line."""

    file: str
    first: int  # its first line
    text: str
    scope: str  # what its docstring describes, "" on a page

    def spot(self, offset: int) -> tuple[int, int]:
        """Line and column of a character."""
        before = self.text[:offset]
        return self.first + before.count("\n"), offset - (before.rfind("\n") + 1) + 1

    def place(self, case: Case, start: int, end: int) -> Place:
        """The place of a part of the paragraph."""
        line, column = self.spot(start)
        text = self.text[start:end]
        return Place(
            docs=case.docs.version,
            file=self.file,
            line=line,
            column=column,
            end_line=line + text.count("\n"),
            text=text,
        )


class _Known:
    """A page as a key of a cache: itself, and no other."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Known) and other.page is self.page

    def __hash__(self) -> int:
        return id(self.page)


def telling(case: Case, words: re.Pattern[str]) -> Iterator[Passage]:
    """The passages with the words in them that are the case's claim's to judge."""
    if case.claim is None:
        return
    for passage in _telling(case.docs.root, case.claim.file, words):
        if _owner(_Known(case.page), passage.file, passage.first) is case.claim:
            yield passage


@functools.lru_cache(maxsize=256)
def _telling(root: str, file: str, words: re.Pattern[str]) -> tuple[Passage, ...]:
    if not words.search("\n".join(_prose.lines(root, file))):
        return ()
    return tuple(each for each in paragraphs(root, file) if words.search(each.text))


@functools.lru_cache(maxsize=1024)
def _owner(known: _Known, file: str, line: int) -> Claim | None:
    claims = [each for each in known.page.claims if each.file == file]
    above = [each for each in claims if each.line <= line]
    # Of several on one line the first: a heading stands before what is in it.
    return next((each for each in above if each.line == above[-1].line), None) if above else next(iter(claims), None)


def section(case: Case, passage: Passage) -> str:
    """The title of the section that a passage stands in, without markup; "" in a docstring."""
    above = [
        each
        for each in case.page.claims
        if each.kind == "heading" and each.file == passage.file and each.line <= passage.first
    ]
    last = max(above, key=lambda each: each.line, default=None)
    return last.text.strip("`") if last is not None and not passage.scope else ""


def paragraphs(root: str, file: str) -> Iterator[Passage]:
    """What stands between empty lines; of a module, in its docstrings."""
    lines = _prose.lines(root, file)
    scopes = _scopes(lines) if file.endswith(".py") else None
    first, block = 1, list[str]()
    module = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    for number, line in enumerate([*lines, ""], 1):
        inside = scopes is None or number in scopes
        if line.strip() and inside:
            first = first if block else number
            block.append(line)
        elif block:
            scope = "" if scopes is None else ".".join(filter(None, (module, scopes[first])))
            yield Passage(file=file, first=first, text="\n".join(block), scope=scope)
            block = []


def _scopes(lines: tuple[str, ...]) -> dict[int, str]:
    """Lines of docstrings with what they describe."""
    try:
        tree = ast.parse("\n".join(lines))
    except SyntaxError:
        return {}
    found: dict[int, str] = {}
    for node, path in _nested(tree, ""):
        first = node.body[0] if node.body else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
            found.update(dict.fromkeys(range(first.lineno, (first.end_lineno or first.lineno) + 1), path))
    return found


def _nested(
    node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef, path: str
) -> Iterator[tuple[ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef, str]]:
    yield node, path
    for each in node.body:
        if isinstance(each, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            yield from _nested(each, f"{path}.{each.name}".lstrip("."))
