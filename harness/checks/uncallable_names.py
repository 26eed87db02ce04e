"""Calls in prose of what cannot be called: `dump_kwargs()`, which is a parameter of a function and holds a dict.

The name is one in Celery's source, and nothing there or anywhere near is called so: it is neither defined nor imported,
no code calls it, and the release, what comes with it and Python have nothing of this name.  That it is no function that
somebody hands in is told by what the source does with it: it is unpacked into a call, or given a literal for its value.
"""

from __future__ import annotations

import ast
import functools
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from harness.checks import _found, _history, _modules, _prose, _standard
from harness.checks._world import World
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "uncallable-names"

rules: Mapping[str, str] = {"uncallable-name": "a call in prose of what is no more than a parameter or a variable"}

level: CheckName = "none"
sees = frozenset({"literal"})

CALL = re.compile(r"(?P<name>[A-Za-z_]\w*)\([^()]*\)")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
#: What nobody can call.
DATA = (ast.Dict, ast.List, ast.Tuple, ast.Set, ast.DictComp, ast.ListComp, ast.SetComp, ast.JoinedStr)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Data:
    """What the source of a release has under a name of data."""

    file: str  # the first that has it
    callees: frozenset[str]  # what its content is handed to


def find(case: Case) -> Iterable[Finding]:
    """A finding when the claim calls a name that is certainly nothing to call."""
    claim = case.claim
    match = _call(case, claim) if claim is not None else None
    if claim is None or match is None or _history.told(case) or _history.told_in_prose(_prose.sentence(case, claim)):
        return
    called = match["name"]
    if _is_known(case, called) or any(re.search(rf"\b{called}\b", sample.code) for sample in case.page.samples):
        return
    data = _data(case.docs.root, called)
    if data is None:
        return
    meant = sorted(data.callees)
    right = f"{meant[0]}()" if len(meant) == 1 and claim.text.endswith("()") else None
    yield _found.finding(
        case,
        _found.place(case, claim, claim.text),
        rule="uncallable-name",
        severity="wrong-value",
        subject=f"uncallable:{called}",
        observed=f"nothing has a function {called}; in {data.file} it is a name of data",
        message=f"there is no function {called}: in {data.file} it is a name of data{_found.meant(right)}",
        suggestion=right,
        evidence={"name": called},
    )


def covers(case: Case) -> bool:
    """Never: that there is something of a name does not say that it is what is meant."""
    return False


def _call(case: Case, claim: Claim) -> re.Match[str] | None:
    if claim.kind != "literal" or claim.fields.get("form") != "literal" or not case.facts:
        return None
    return CALL.fullmatch(claim.text) if claim.fields.get("exact") != "no" else None


def _is_known(case: Case, called: str) -> bool:
    """Whether the release, what comes with it or Python has something of this name."""
    facts, world = case.facts, World(case.facts)
    tables = ("signals", "control", "tasks", "assigned", "events")
    return (
        any(called in names for names in (*_standard.MODULES.values(), *_standard.BUILTINS.values()))
        or called in world.attributes
        or any(called in entry["members"] or module.endswith(f".{called}") for module, entry in world.modules.items())
        or any(called in facts.get(table, ()) for table in tables)
        or any(path.rpartition(".")[2] == called for path in facts.get("functions", ()))
    )


# - The source of the release


@functools.lru_cache(maxsize=256)
def _data(root: str, called: str) -> _Data | None:
    """What the package beside the docs has under a name; None when it has nothing, or something that can be called."""
    word = re.compile(rf"\b{called}\b")
    files: list[str] = []
    callees: set[str] = set()
    for file, text in _modules.texts(root).items():
        if word.search(text) is None:
            continue
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                nodes = list(ast.walk(ast.parse(text)))
        except (SyntaxError, ValueError, RecursionError):
            return None
        if any(called in _callables(node) for node in nodes):
            return None
        held = [callee for node in nodes for name, callee in _held(node) if name == called]
        callees.update(filter(None, held))
        files += [file] if held else []
    return _Data(file=files[0], callees=frozenset(callees)) if files else None


def _callables(node: ast.AST) -> Iterator[str]:
    """Names of what a node defines, imports or calls."""
    if isinstance(node, FUNCTIONS):
        yield node.name
    elif isinstance(node, ast.Import | ast.ImportFrom):
        for alias in node.names:
            yield from (alias.name.rpartition(".")[2], alias.asname or alias.name)
    elif isinstance(node, ast.Call):
        yield _last(node.func)


def _held(node: ast.AST) -> Iterator[tuple[str, str]]:
    """Names that are seen to hold data, with what their content is handed to, "" for nothing."""
    if isinstance(node, ast.Call):
        given = [each.value for each in node.keywords if each.arg is None]
        given += [each.value for each in node.args if isinstance(each, ast.Starred)]
        yield from ((each.id, _last(node.func)) for each in given if isinstance(each, ast.Name))
    elif isinstance(node, ast.Assign) and _holds_data(node.value):
        yield from ((each.id, "") for each in node.targets if isinstance(each, ast.Name))


def _holds_data(node: ast.expr) -> bool:
    return isinstance(node, DATA) or (isinstance(node, ast.Constant) and node.value not in (None, ...))


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
