"""Directives and roles that Sphinx does not know: an extension's of the docs, or a name that is written wrongly."""

from __future__ import annotations

import ast
import difflib
import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from harness.extract.records import Record, Stranger
from harness.extract.tree import DOCS, PACKAGE, Tree
from harness.model import Problem

#: Directives of the extensions that come with Sphinx, none of which is loaded here.
EXTENSIONS = frozenset(
    {f"auto{kind}" for kind in ("attribute", "class", "data", "decorator", "exception", "function", "method")}
    | {"automodule", "autoproperty", "autosummary", "autotype"}
    | {"graphviz", "digraph", "graph", "ifconfig", "inheritance-diagram", "todo", "todolist"}
)
#: What shows a directive's name not to be a word of English.
_COINED = re.compile(r"-|^auto|^version|include$|^toctree$|^sourcecode$|^currentmodule$")
#: Calls by which an extension declares its names.
_DECLARING = ("add_", "register_")
#: Names that are used this often are meant.
_OFTEN = 3
_CLOSE = 0.8  # by difflib's ratio: one letter too few in a name of four ("fun", "func") is just in


@functools.cache
def nearest(name: str, known: frozenset[str]) -> str:
    """The known name that a name may have been meant for, "" when none is close."""
    return next(iter(difflib.get_close_matches(name.rpartition(":")[2], known, n=1, cutoff=_CLOSE)), "")


def is_commented(comment: str, known: frozenset[str]) -> bool:
    """True for a comment that is a directive but for one colon, or a blank: its text never reaches a reader.

    "note::text" is nothing else.  With one colon, a name that is a plain word ("note: ask Anna") must have the first
    line of the comment for itself, and more below it.
    """
    first, _, rest = comment.partition("\n")
    name, colon, argument = first.partition(":")
    if not colon or name.lower() not in known:
        return False
    if argument.startswith(":"):
        return argument[1:2].strip() not in ("", ":")
    return bool(_COINED.search(name)) or (not argument.strip() and bool(rest.strip()))


def misspelt(records: Iterable[Record], tree: Tree) -> dict[str, list[Problem]]:
    """By page: the names that no extension of the docs declares, that are rare, and close to one of Sphinx's."""
    records = list(records)
    uses = Counter((one.what, one.name) for record in records for one in record.strangers)
    declared = _declared(tree) if any(one.near for record in records for one in record.strangers) else set()
    return {
        record.page.name: [
            _problem(one)
            for one in record.strangers
            if one.near and uses[one.what, one.name] < _OFTEN and one.name not in declared
        ]
        for record in records
    }


def _problem(one: Stranger) -> Problem:
    return Problem(
        file=one.file,
        line=one.line,
        column=one.column,
        kind=f"unknown-{one.what}",
        message=f'unknown {one.what} "{one.name}"; did you mean "{one.near}"?',
        text=one.text,
    )


def _declared(tree: Tree) -> set[str]:
    """Names that the docs' configuration and extensions declare; their code is parsed, never run."""
    found: set[str] = set()
    for path in [*(tree.root / DOCS).rglob("*.py"), tree.root / PACKAGE / "contrib" / "sphinx.py"]:
        found.update(_strings(path))
    return found


def _strings(path: Path) -> Iterator[str]:
    try:
        module = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError):
        return
    for node in ast.walk(module):
        function = node.func if isinstance(node, ast.Call) else None
        if isinstance(node, ast.Call) and isinstance(function, ast.Attribute) and function.attr.startswith(_DECLARING):
            values = [*node.args, *(keyword.value for keyword in node.keywords)]
            yield from (str(value.value) for value in values if isinstance(value, ast.Constant))
