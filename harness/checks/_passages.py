"""Paragraphs of a page in which something is told, each given to one claim of the page: the last that begins above it.

Of a module the paragraphs of its docstrings, and of comments that document attributes, with the dotted name of what
they describe.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.checks import _prose
from harness.checks._itself import Itself
from harness.interfaces import Case
from harness.model import Claim, Page, Place

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


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


def telling(case: Case, words: re.Pattern[str]) -> Iterator[Passage]:
    """The passages with the words in them that are the case's claim's to judge."""
    if case.claim is None:
        return
    yield from _owned(Itself(case.page), case.docs.root, case.claim.file, words).get(id(case.claim), ())


@functools.lru_cache(maxsize=256)
def _owned(known: Itself[Page], root: str, file: str, words: re.Pattern[str]) -> dict[int, list[Passage]]:
    """Passages by the claim, as an object, that they are given to."""
    found: dict[int, list[Passage]] = {}
    for passage in _telling(root, file, words):
        found.setdefault(id(_owner(known, passage.file, passage.first)), []).append(passage)
    return found


@functools.lru_cache(maxsize=256)
def _telling(root: str, file: str, words: re.Pattern[str]) -> tuple[Passage, ...]:
    if not words.search("\n".join(_prose.lines(root, file))):
        return ()
    return tuple(each for each in paragraphs(root, file) if words.search(each.text))


@functools.lru_cache(maxsize=1024)
def _owner(known: Itself[Page], file: str, line: int) -> Claim | None:
    claims = [each for each in known.value.claims if each.file == file]
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


@functools.lru_cache(maxsize=16)
def paragraphs(root: str, file: str) -> tuple[Passage, ...]:
    """What stands between empty lines; of a module, in its docstrings and in comments that document attributes."""
    return tuple(_paragraphs(root, file))


def _paragraphs(root: str, file: str) -> Iterator[Passage]:
    lines = _prose.lines(root, file)
    scopes = None
    if file.endswith(".py"):
        scopes = _scopes(_prose.tree(root, file), lines)
        lines = tuple(above or line for line, above in zip(lines, _prose.comments(root, file), strict=True))
    first, block = 1, list[str]()
    module = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    for number, line in enumerate([*lines, ""], 1):
        path = "" if scopes is None else scopes.get(number)
        if block and not (line.strip() and path == (scopes or {}).get(first, "")):
            scope = "" if scopes is None else ".".join(filter(None, (module, scopes[first])))
            yield Passage(file=file, first=first, text="\n".join(block), scope=scope)
            block = []
        if line.strip() and path is not None:
            first = first if block else number
            block.append(line)


def _scopes(tree: ast.Module, lines: Sequence[str]) -> dict[int, str]:
    """Lines of docstrings, and of comments above assignments, with what they describe."""
    found: dict[int, str] = {}
    for node, path in _nested(tree, ""):
        first = node.body[0] if node.body else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
            found.update(dict.fromkeys(range(first.lineno, (first.end_lineno or first.lineno) + 1), path))
        for each in node.body:
            number = each.lineno - 1
            named = isinstance(each, (ast.Assign, ast.AnnAssign)) and not isinstance(node, FUNCTIONS)
            while named and number > 0 and _prose.COMMENT.fullmatch(lines[number - 1]):
                found[number] = f"{path}.{_assigned(each)}".lstrip(".")
                number -= 1
    return found


def _assigned(node: ast.stmt) -> str:
    """The first name that an assignment gives a value."""
    return next((each.id for each in ast.walk(node) if isinstance(each, ast.Name)), "")


def _nested(
    node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef, path: str
) -> Iterator[tuple[ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef, str]]:
    yield node, path
    for each in node.body:
        if isinstance(each, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            yield from _nested(each, f"{path}.{each.name}".lstrip("."))
