"""Samples that call the application `celery`, on a page that calls it `app` and binds nothing of the other name.

    celery.amqp.get_task_consumer(channel)

That is a manner of speaking; what neither the package nor the application has is none.  Pages where `celery` is bound,
or where somebody's module of this name is imported, are left alone, and so are the docstrings of the class itself.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from harness.checks import _bindings, _found, _history, _scope, _source, _use
from harness.checks._world import Missing, Thing, World
from harness.interfaces import Case
from harness.model import CheckName, Finding, Sample

name = "unbound-app"

rules: Mapping[str, str] = {
    "unknown-name": "an attribute that the application does not have",
}

level: CheckName = "resolve"
sees = frozenset({"sample"})

#: How a page gives the application its usual name, or uses it.
APP = re.compile(r"\bapp\s*=\s*(?:celery\.)?Celery\(|@app\.task\b")
#: Another name for the application, told in words: "the app instance is called celery".
TOLD = re.compile(r"\b(?:called|named|as)\s+celery\b|\bcelery\s*=(?!=)|\bas\s+celery\b|\bimport\s+celery\b")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Chain:
    """An attribute of the unbound name."""

    chunk: _source.Chunk
    root: ast.Name
    first: ast.Attribute
    nodes: tuple[ast.Attribute, ...]  # from the first on, each the value of the next


def find(case: Case) -> Iterable[Finding]:
    """Findings about what the application that is meant does not have."""
    sample = case.sample
    if sample is None or not _applies(case, sample):
        return
    world = World(case.facts)
    for chain in _chains(sample):
        at = _source.spot(chain.chunk, chain.root.lineno, chain.root.col_offset)
        if _is_the_packages(world, chain.first.attr) or _history.told(case, sample.code, at.line):
            continue
        lost = _lost(world, chain)
        if lost is not None:
            yield _unknown(case, sample, chain, *lost)


def covers(case: Case) -> bool:
    """Whether something was found that is not there."""
    return any(True for _ in find(case))


def _applies(case: Case, sample: Sample) -> bool:
    if sample.language not in _source.LANGUAGES or not case.facts or "app" not in case.facts or _history.told(case):
        return False
    if _bindings.MODULE not in _scope.of(sample).used or not _scope.of(sample).whole:
        return False
    # In the docstrings of a class its lower-case name is an object of it.
    if sample.scope or any(TOLD.search(each.code) or TOLD.search(each.lead) for each in case.page.samples):
        return False
    if _scope.is_bound_on_page(case, _bindings.MODULE):
        return False
    return any(APP.search(each.code) for each in case.page.samples)


def _chains(sample: Sample) -> Iterator[_Chain]:
    for chunk, statements in _source.read(sample):
        inner: dict[int, ast.Attribute] = {}
        roots: list[ast.Attribute] = []
        for node in _bindings.walk(statements):
            if isinstance(node, ast.Attribute):
                inner[id(node.value)] = node
                if isinstance(node.value, ast.Name) and node.value.id == _bindings.MODULE:
                    roots.append(node)
        for first in roots:
            nodes = [first]
            while id(nodes[-1]) in inner:
                nodes.append(inner[id(nodes[-1])])
            assert isinstance(first.value, ast.Name)
            yield _Chain(chunk=chunk, root=first.value, first=first, nodes=tuple(nodes))


def _is_the_packages(world: World, attribute: str) -> bool:
    """Whether the package may have the attribute: then its import is forgotten, or the page speaks of the package."""
    try:
        world.member(world.module(_bindings.MODULE), attribute)
    except Missing:
        return False
    return True


def _lost(world: World, chain: _Chain) -> tuple[ast.Attribute, Missing] | None:
    """The first name of the chain that the application does not have."""
    thing: Thing | None = world.app()
    for node in chain.nodes:
        try:
            thing = world.member(thing, node.attr)
        except Missing as error:
            return node, error
    return None


def _unknown(case: Case, sample: Sample, chain: _Chain, node: ast.Attribute, error: Missing) -> Finding:
    near = _use.nearest(World(case.facts), error, _use.Use())
    return _found.finding(
        case,
        _source.place(case, sample, _source.attribute_spot(chain.chunk, node), node.attr),
        rule="unknown-name",
        subject=_found.subject_of_name(error.owner, node.attr),
        claim=ast.unparse(node),
        observed=_found.lacks(case, error.owner, node.attr),
        message=f"{error.owner} has no {node.attr}{_found.meant(near)}",
        suggestion=near,
        token=_found.distinctive(node.attr, case.facts),
    )
