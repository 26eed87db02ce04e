"""Attributes that a class of a sample reads of itself and that nothing has set: an argument of the name was not kept.

    class Worker:
        def __init__(self, connection):
            self.Consumer = Consumer

        def do_work(self):
            with self.Consumer(self.connection) as consumer: …

Only a class without bases has nothing but what its own methods set.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from harness.checks import _bindings, _found, _history, _source
from harness.interfaces import Case
from harness.model import CheckName, Finding

name = "own-attributes"

rules: Mapping[str, str] = {"unset-attribute": "an attribute that a class reads of itself, and that it does not have"}

level: CheckName = "none"
sees = frozenset({"sample"})

Function = ast.FunctionDef | ast.AsyncFunctionDef
#: What makes attributes of anything.
ANY = frozenset({"__getattr__", "__getattribute__", "__slots__", "__dict__"})
#: What sets attributes by name.
SETTERS = frozenset({"setattr", "vars", "exec", "locals"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Unset:
    """A read of an attribute that nothing sets, in a class."""

    owner: ast.ClassDef
    node: ast.Attribute


def find(case: Case) -> Iterable[Finding]:
    """Findings about the classes of a sample of Python."""
    sample = case.sample
    if sample is None or sample.language not in _source.LANGUAGES or _history.told(case):
        return
    for chunk, nodes in _source.read(sample):
        for found in _unset(nodes):
            # The attribute's name stands behind what it is one of.
            end = found.node.end_col_offset or 0
            at = _source.spot(chunk, found.node.end_lineno or 0, end - len(found.node.attr.encode()))
            if _history.told(case, sample.code, at.line):
                continue
            attribute, owner = found.node.attr, found.owner.name
            yield _found.finding(
                case,
                _source.place(case, sample, at, attribute),
                rule="unset-attribute",
                severity="breaks",
                subject=f"unset:{owner}.{attribute}",
                claim=ast.unparse(found.node),
                observed=f"AttributeError: 'an object of {owner}' has no attribute '{attribute}'",
                message=f"{owner} has no {attribute}: its __init__ takes one, and does not keep it",
                evidence={"class": owner, "attribute": attribute, "code": ast.unparse(found.owner)},
            )


def covers(case: Case) -> bool:
    """Never: what a class has says little of it."""
    return False


def _unset(nodes: Iterable[ast.stmt]) -> Iterator[Unset]:
    for node in _bindings.walk(nodes):
        if isinstance(node, ast.ClassDef) and not (node.bases or node.keywords or node.decorator_list):
            yield from _of_class(node)


def _of_class(owner: ast.ClassDef) -> Iterator[Unset]:
    methods = [each for each in owner.body if isinstance(each, Function)]
    made = next((each for each in methods if each.name == "__init__"), None)
    if made is None or _is_open(owner) or _hands_itself_on(made):
        return
    taken = {each.arg for each in (*made.args.posonlyargs, *made.args.args[1:], *made.args.kwonlyargs)}
    own = {each.name for each in owner.body if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))}
    own |= {each.id for each in ast.walk(owner) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
    reads: list[ast.Attribute] = []
    for method in methods:
        for node in ast.walk(method):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == _self(method):
                if isinstance(node.ctx, ast.Load):
                    reads.append(node)
                else:
                    own.add(node.attr)
    yield from (Unset(owner=owner, node=node) for node in reads if node.attr in taken - own)


def _self(method: Function) -> str:
    first = (*method.args.posonlyargs, *method.args.args)
    return first[0].arg if first else ""


def _is_open(owner: ast.ClassDef) -> bool:
    """Whether the class may have attributes that it does not name."""
    names = {node.id for node in ast.walk(owner) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(owner) if isinstance(node, ast.Attribute)}
    names |= {node.name for node in ast.walk(owner) if isinstance(node, Function)}
    return bool(names & (ANY | SETTERS))


def _hands_itself_on(method: Function) -> bool:
    """Whether `self` goes to somebody else, who may set what is read."""
    own = _self(method)
    inner = {
        id(node.value)
        for node in ast.walk(method)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    return any(isinstance(node, ast.Name) and node.id == own and id(node) not in inner for node in ast.walk(method))
