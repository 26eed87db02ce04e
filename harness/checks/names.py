"""Attributes that Celery's modules, classes and applications do not have."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping

from harness.checks import _bindings, _found, _history, _nearest, _source
from harness.checks._world import Missing, World
from harness.interfaces import Case
from harness.model import Finding, Sample

name = "names"

rules: Mapping[str, str] = {"unknown-name": "an attribute that its module, class or application does not have"}

kinds: frozenset[str] = frozenset()


def find(case: Case) -> Iterable[Finding]:
    """Findings about chains of attributes that begin at an imported name or at the application."""
    sample = case.sample
    if sample is None or sample.language not in _source.LANGUAGES:
        return
    read = _source.read(sample)
    bindings = _bindings.Bindings(World(case.facts), read)
    for chunk, nodes in read:
        for node in _bindings.walk(nodes):
            if not isinstance(node, ast.Attribute) or not isinstance(node.ctx, ast.Load):
                continue
            error = missing(bindings, node)
            if error is not None and not _is_told(case, sample, chunk, node):
                yield _finding(case, sample, chunk, node, error)


def missing(bindings: _bindings.Bindings, node: ast.Attribute) -> Missing | None:
    """Why the last name of the chain does not exist; None when it does, is not known, or an earlier one is missing."""
    try:
        owner = bindings.value(node.value)
    except Missing:
        return None
    try:
        bindings.world.member(owner, node.attr)
    except Missing as error:
        return error
    return None


def _is_told(case: Case, sample: Sample, chunk: _source.Chunk, node: ast.Attribute) -> bool:
    at = _source.attribute_spot(chunk, node)
    if _history.told(case, sample.code, at.line):
        return True
    # A reader's own attribute: some sample of the page sets it.
    own = re.compile(rf"\.{re.escape(node.attr)}\s*=(?!=)|\bdef {re.escape(node.attr)}\b")
    return any(own.search(each.code) for each in case.page.samples)


def _finding(case: Case, sample: Sample, chunk: _source.Chunk, node: ast.Attribute, error: Missing) -> Finding:
    suggestion = _nearest.nearest(node.attr, (each for each in error.candidates if not each.startswith("_")))
    return _found.finding(
        case,
        _source.place(case, sample, _source.attribute_spot(chunk, node), node.attr),
        rule="unknown-name",
        subject=f"name:{node.attr}",
        claim=ast.unparse(node),
        observed=f"AttributeError: {error.owner} has no attribute {node.attr!r}",
        message=f"{error.owner} has no {node.attr}{_found.meant(suggestion)}",
        suggestion=suggestion,
        token=_found.distinctive(node.attr),
    )
