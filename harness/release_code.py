"""What the sources of a release have, read without running them; those written for Python 2 as far as lines tell."""

from __future__ import annotations

import ast
import builtins
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

WORD = re.compile(r"[A-Za-z_]\w*")
#: What a definition says of itself in its first line.
DEFINED = re.compile(r"(?P<margin>[ \t]*)(?:async[ \t]+)?(?P<what>class|def)[ \t]+(?P<name>\w+)")
#: What no code is in a file that cannot be parsed: long strings and comments.
NO_CODE = re.compile(r"(?P<quotes>\"\"\"|''').*?(?P=quotes)|#[^\n]*", re.S)
#: How a class gives names that it does not write.
OPEN = frozenset({"__getattr__", "__getattribute__"})
#: Decorators that leave a class as it is, or give it no more than other ways to compare and print it.
HARMLESS = frozenset({"register", "python_2_unicode_compatible", "total_ordering"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Body:
    """A class, as its own lines tell it."""

    bases: frozenset[str]  # the last parts of their names
    words: frozenset[str]  # all names and all words of strings in it


@dataclass(frozen=True, kw_only=True, slots=True)
class Contents:
    """What one release has."""

    settings: Mapping[str, str]  # in its table of settings, with their defaults as they are written
    names: frozenset[str]  # dotted: modules, functions, classes and what stands in these
    words: frozenset[str]  # all names in its code and all words in its strings, docstrings left out; where a file
    # cannot be parsed, all of its words
    written: frozenset[str] = frozenset()  # those of them that are certainly code's
    bodies: Mapping[str, Body] = field(default_factory=dict)  # of the classes that were parsed, by their dotted names
    stored: frozenset[str] = frozenset()  # attributes that some code sets on something

    def may_have(self, owner: str, member: str) -> bool:
        """Whether a class may have a member, or nobody can tell; False for one that is not there."""
        return owner in self.names and self._may(owner, member, frozenset())

    def _may(self, owner: str, member: str, above: frozenset[str]) -> bool:
        body = self.bodies.get(owner)
        if body is None or member in self.stored or member in body.words or body.words & OPEN:
            return True
        return any(self._base_may(base, member, above) for base in body.bases - above)

    def _base_may(self, base: str, member: str, above: frozenset[str]) -> bool:
        known = [each for each in self.bodies if each.rpartition(".")[2] == base]
        if known:
            return any(self._may(each, member, above | {base}) for each in known)
        python = getattr(builtins, base, None)
        return not isinstance(python, type) or hasattr(python, member)


def read(package: Path) -> Contents:
    """What the sources below a package's folder have."""
    names: set[str] = set()
    words: set[str] = set()
    written: set[str] = set()
    stored: set[str] = set()
    bodies: dict[str, Body] = {}
    settings: dict[str, str] = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package.parent).with_suffix("").parts
        module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        text = path.read_text(encoding="utf-8", errors="replace")
        names.add(module)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(text)
        except SyntaxError:  # written for an older Python: any word in it may be a name
            words.update(WORD.findall(text))
            written.update(WORD.findall(NO_CODE.sub("", text)))
            names.update(_outlined(text, module))
            continue
        found = frozenset(_words(tree))
        words |= found
        written |= found
        names.update(_names(tree, module))
        bodies.update(_bodies(tree, module))
        stored.update(_stored(tree))
        if parts[-2:] == ("app", "defaults"):
            settings.update(_settings(tree))
    return Contents(
        settings=settings,
        names=frozenset(names),
        words=frozenset(words),
        written=frozenset(written),
        bodies=bodies,
        stored=frozenset(stored),
    )


def _names(tree: ast.Module | ast.ClassDef, owner: str) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield f"{owner}.{node.name}"
            if isinstance(node, ast.ClassDef):
                yield from _names(node, f"{owner}.{node.name}")
        targets: list[Any] = node.targets if isinstance(node, ast.Assign) else []
        targets += [node.target] if isinstance(node, ast.AnnAssign) else []
        yield from (f"{owner}.{each.id}" for each in targets if isinstance(each, ast.Name))


def _outlined(text: str, module: str) -> Iterator[str]:
    """Dotted names of the functions and classes of a module, told by the margins of their first lines."""
    open_: list[tuple[int, str, str]] = [(-1, "class", module)]
    for line in NO_CODE.sub(_emptied, text).split("\n"):
        match = DEFINED.match(line)
        if match is None:
            continue
        margin = len(match["margin"].expandtabs())
        while open_[-1][0] >= margin:
            open_.pop()
        _, what, owner = open_[-1]
        name = f"{owner}.{match['name']}"
        if what == "class":  # what a function defines is its own
            yield name
        open_.append((margin, match["what"] if what == "class" else "def", name))


def _emptied(match: re.Match[str]) -> str:
    """The lines of what is no code, without what is in them."""
    return "\n" * match[0].count("\n")


def _bodies(tree: ast.Module | ast.ClassDef, owner: str) -> Iterator[tuple[str, Body]]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            dotted = f"{owner}.{node.name}"
            yield dotted, Body(bases=frozenset(_bases(node)), words=frozenset(_words(node)))
            yield from _bodies(node, dotted)


def _bases(node: ast.ClassDef) -> Iterator[str]:
    """The last parts of the names of a class's bases; "?" for what may give it anything."""
    for base in node.bases:
        yield _last(base) or "?"
    if node.keywords or any(_last(each) not in HARMLESS for each in node.decorator_list):
        yield "?"


def _last(node: ast.expr) -> str:
    """The last part of a name."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _stored(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("setattr", "type"):
            yield from (word for each in _constants(node) for word in WORD.findall(each))


def _constants(node: ast.AST) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value


def _words(tree: ast.AST) -> Iterator[str]:
    docstrings = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        for attribute in ("id", "attr", "arg", "name"):
            word = getattr(node, attribute, None)
            if isinstance(word, str):
                yield word
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docstrings:
            yield from WORD.findall(node.value)


def words_of_docs(files: Iterable[Path]) -> Iterator[str]:
    """Words of docs that can be nothing but names: several parts, joined by underscores."""
    for path in files:
        for word in WORD.findall(path.read_text(encoding="utf-8", errors="replace")):
            if "_" in word.strip("_"):
                yield word


# - The table of settings


def _settings(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The table's keys with their defaults: calls of `Option` and, for those that share a prefix, of `Namespace`."""
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        named = any(isinstance(each, ast.Name) and each.id == "NAMESPACES" for each in targets)
        if named and isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            yield from _options(node.value, "")


def _options(call: ast.Call, prefix: str) -> Iterator[tuple[str, str]]:
    for keyword in call.keywords:
        if keyword.arg is None or keyword.arg.startswith("__") or not isinstance(keyword.value, ast.Call):
            continue
        called = getattr(keyword.value.func, "id", "")
        if called == "Option":
            default = keyword.value.args[:1]
            yield prefix + keyword.arg, ast.unparse(default[0]) if default else "None"
        elif called == "Namespace":
            yield from _options(keyword.value, f"{prefix}{keyword.arg}_")
