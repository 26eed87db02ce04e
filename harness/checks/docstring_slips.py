"""Classes and modules that a docstring refers to by a name alone, and that are called otherwise.

    With this function one can release :class:`Local` objects as well as :class:`❨StackLocal❩` objects.

The words of the name are those of one class of the module, in another order, and nothing at all has the name itself.

    Convenience interface to :mod:`❨signals❩`.

There is no such module in Python, and the code below the docstring uses the one that has this name in the singular, or
with two letters in each other's place.  Other names are somebody's: ujson, contextlib2, subprocess32, multiprocess.
"""

from __future__ import annotations

import ast
import functools
import os
import re
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from harness.checks import _found, _history, _nearest, _prose, _slips, _standard
from harness.checks._world import TRACKED, World
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "docstring-slips"

rules: Mapping[str, str] = {
    "unknown-reference": "a class or a module that a docstring refers to under a name that nothing has",
}

level: CheckName = "none"
sees = frozenset({"xref"})

#: Words of a class's name.
WORD = re.compile(r"[A-Z][a-z0-9]+")
CLASS = re.compile(rf"(?:{WORD.pattern}){{2,}}")
MODULE = re.compile(r"[a-z]\w*")
#: From how many letters on a plural is one of the name, and no name of its own: `times` is somebody's.
PLURAL = 6
#: Parts of the standard library that nobody refers to.
ASIDE = frozenset({"site-packages", "dist-packages", "test", "tests", "idlelib", "lib2to3", "__pycache__"})


def find(case: Case) -> Iterable[Finding]:
    """A finding when the name is a slip for one that is certain."""
    claim = case.claim
    if claim is None or not _applies(case, claim):
        return
    target = claim.subject.lstrip("~!.")
    if claim.fields["role"] == "mod":
        yield from _module(case, claim, target)
    else:
        yield from _class(case, claim, target)


def covers(case: Case) -> bool:
    """Whether the reference was found dead; that it leads somewhere, `references` says."""
    return any(True for _ in find(case))


def _applies(case: Case, claim: Claim) -> bool:
    if claim.kind != "xref" or not claim.file.endswith(".py") or not case.facts or claim.fields.get("exact") == "no":
        return False
    if claim.fields.get("role") not in ("class", "exc", "mod") or _history.told(case):
        return False
    return not _history.told_in_prose(_prose.sentence(case, claim))


def _class(case: Case, claim: Claim, target: str) -> Iterable[Finding]:
    """A class whose words stand in another order."""
    module = claim.fields.get("module", "")
    words = sorted(WORD.findall(target))
    if CLASS.fullmatch(target) is None or _slips.is_known(case, target) or _is_written_elsewhere(case, claim, target):
        return
    members = World(case.facts).modules.get(module, {}).get("members", {})
    right = [each for each in members if CLASS.fullmatch(each) and sorted(WORD.findall(each)) == words]
    if len(right) != 1 or _is_standard(target):
        return
    yield _found.finding(
        case,
        _found.place(case, claim, claim.text),
        rule="unknown-reference",
        severity="wrong-value",
        subject=_found.subject_of_name(module, target),
        observed=_found.lacks(case, module, target),
        message=f"{module} has no {target}{_found.meant(right[0])}",
        suggestion=claim.text.replace(target, right[0]),
        token=_found.distinctive(target, case.facts),
        evidence={"path": f"{module}.{right[0]}"},
    )


def _is_written_elsewhere(case: Case, claim: Claim, name: str) -> bool:
    """Whether the module has the name in another line: of something that it imports or makes."""
    lines = _prose.lines(case.docs.root, claim.file)
    return sum(len(re.findall(rf"\b{name}\b", line)) for line in lines) > 1


def _module(case: Case, claim: Claim, target: str) -> Iterable[Finding]:
    """A module of the standard library under another name."""
    if MODULE.fullmatch(target) is None or target in TRACKED or _standard.has("mod", target):
        return
    imported, used = _imported(case.docs.root, claim.file, claim.scope.removeprefix(claim.fields.get("module", "")))
    right = _nearest.nearest(target, used & sys.stdlib_module_names)
    if target in imported or right is None or not _is_slip(target, right):
        return
    yield _found.finding(
        case,
        _found.place(case, claim, claim.text),
        rule="unknown-reference",
        severity="wrong-value",
        subject=f"module:{target}",
        claim=claim.text,
        observed=f"there is no module {target}",
        message=f"there is no module {target}{_found.meant(right)}",
        suggestion=claim.text.replace(target, right),
        evidence={"path": right},
    )


def _is_slip(target: str, right: str) -> bool:
    """Whether it is the plural of a name, or its letters in another order."""
    plural = target == f"{right}s" and len(target) >= PLURAL
    return plural or (target != right and sorted(target) == sorted(right))


@functools.lru_cache(maxsize=256)
def _is_standard(name: str) -> bool:
    """Whether a module of the standard library has a class of this name."""
    begun = re.compile(rf"\bclass {name}\b".encode())
    for folder, within, files in os.walk(sysconfig.get_path("stdlib")):
        within[:] = [each for each in within if each not in ASIDE]
        if any(begun.search(Path(folder, each).read_bytes()) for each in files if each.endswith(".py")):
            return True
    return False


@functools.lru_cache(maxsize=32)
def _imported(root: str, file: str, path: str) -> tuple[frozenset[str], frozenset[str]]:
    """The first names of the modules that a module imports, and the last ones of those of its own package.

    With them, those that the code of a class or function of it uses (by its path; "" for all that the module has).
    """
    tree = _prose.tree(root, file)
    bound = list(_bound(tree))
    own: ast.AST | None = tree
    for name in filter(None, path.split(".")):
        kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        inner = ast.iter_child_nodes(own) if own is not None else ()
        own = next((each for each in inner if isinstance(each, kinds) and each.name == name), None)
    told = {each.id for each in ast.walk(own) if isinstance(each, ast.Name)} if own is not None else set()
    return frozenset(name for name, _ in bound), frozenset(name for name, known_as in bound if known_as in told)


def _bound(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """What a module imports, each with the name that it has there."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for each in node.names:
                first = each.name.partition(".")[0]
                yield first, each.asname or first
        elif isinstance(node, ast.ImportFrom):
            for each in node.names:
                yield each.name, each.asname or each.name
                if node.level == 0 and node.module:
                    yield node.module.partition(".")[0], each.asname or each.name
