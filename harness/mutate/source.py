"""Python of samples as trees, with the places of the docs at which their nodes stand."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from harness.checks import _scope, _tasks
from harness.languages import pycon
from harness.model import Page, Sample
from harness.mutate import Material, Mutant

#: The arguments of these are the task's.
TASKS = frozenset({"delay", "s", "si", "subtask", "signature"})
#: What everybody calls an object that is not Celery's, whatever its methods are called.
FOREIGN = frozenset({"cache"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """What is read as one: a whole sample, or an entry of a session."""

    sample: Sample
    page: str
    tree: ast.Module
    source: tuple[str, ...]
    first: int  # index of its first line in the sample
    shown: str | None  # what the page shows for it

    def mutant(self, line: int, offset: int, old: str, new: str, *, named: bool = False) -> Mutant:
        """A mutant at a place of the tree: `offset` counts bytes of the line, as nodes have it."""
        column = len(self.source[line - 1].encode()[:offset].decode(errors="ignore"))
        return at(self.sample, self.page, self.first + line - 1, column + self.prompt(line), old, new, named=named)

    def prompt(self, line: int) -> int:
        """Characters before the source on a line of the part."""
        text = self.sample.code.split("\n")[self.first + line - 1]
        return len(text) - len(self.source[line - 1]) if self.sample.language == "pycon" else 0

    def calls(self) -> Iterator[ast.Call]:
        """Every call."""
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))

    def text(self, node: ast.expr) -> str:
        """A node's own words; "" when it stands on several lines."""
        if node.end_lineno != node.lineno:
            return ""
        return self.source[node.lineno - 1].encode()[node.col_offset : node.end_col_offset].decode(errors="ignore")


def at(sample: Sample, page: str, index: int, offset: int, old: str, new: str, *, named: bool = False) -> Mutant:
    """A mutant at a place of a sample: the index of a line of its code, and an offset in it."""
    return Mutant(
        file=sample.file,
        line=sample.lines[index],
        column=sample.columns[index] + offset,
        old=old,
        new=new,
        kind=sample.language,
        page=page,
        sample=sample.key,
        named=named,
    )


def is_known(material: Material, part: Part, call: ast.Call) -> bool:
    """Whether it can be seen what a task takes that is called: the page defines it, or the call is made when it is run.

    What a function does when it is called nobody runs, and a task that is imported may be any of the reader's.
    """
    task = root(call.func)
    if task in _tasks.on_page(material.page.samples):
        return True
    functions = (node for node in ast.walk(part.tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)))
    inner = any(call is each for function in functions for each in ast.walk(function))
    return not inner and task not in _scope.of(part.sample).imported


def root(node: ast.expr) -> str:
    """The name at which a chain of attributes and calls begins; "" when that is no name."""
    while isinstance(node, (ast.Attribute, ast.Call, ast.Subscript)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def samples(page: Page, *languages: str) -> Iterator[Sample]:
    """The page's samples in these languages that are about the release itself."""
    return (sample for sample in page.samples if sample.language in languages and not sample.historical)


def parts(material: Material) -> Iterator[Part]:
    """What can be read of the Python on a page, what it tells of as gone or wrong left out."""
    return (part for part in readable(material.page) if not material.past(part.sample, part.first))


def readable(page: Page) -> Iterator[Part]:
    """What can be read of the Python on a page."""
    for sample in samples(page, "python", "pycon"):
        pieces: list[tuple[str, int, str | None]] = [(sample.code, 0, None)]
        if sample.language == "pycon":
            pieces = [(entry.source, entry.first, entry.shown) for entry in pycon.entries(sample.code)]
        for source, first, shown in pieces:
            tree = parsed(source)
            if tree is not None:
                yield Part(
                    sample=sample, page=page.name, tree=tree, source=tuple(source.split("\n")), first=first, shown=shown
                )


def parsed(source: str) -> ast.Module | None:
    """The tree of some source; None when it is not Python."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(source)
        except (SyntaxError, ValueError):
            return None


def callee(call: ast.Call) -> str:
    """The last name of what is called; "" when it has none."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""
