"""Attributes that Celery's modules, classes and applications do not have, and paths that lead to nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping

from harness.checks import _bindings, _found, _history, _nearest, _source
from harness.checks._world import Missing, World
from harness.interfaces import Case
from harness.model import Claim, Finding, Place, Sample

name = "names"

rules: Mapping[str, str] = {"unknown-name": "an attribute that its module, class or application does not have"}

kinds: frozenset[str] = frozenset()

#: How Celery writes the place of a class in its configuration.  With a dot for the colon it may be a task's name.
PATH = re.compile(r"(?P<module>(celery|kombu|vine|billiard)(\.[A-Za-z_]\w*)+):(?P<name>[A-Za-z_]\w*)")


def find(case: Case) -> Iterable[Finding]:
    """Findings about chains of attributes that begin at an imported name or at the application, and about paths."""
    if not case.facts:
        return
    if case.claim is not None and case.claim.kind == "literal":
        yield from _literal(case, case.claim)
    if case.sample is not None and case.sample.language in _source.LANGUAGES:
        yield from _sample(case, case.sample)


def _sample(case: Case, sample: Sample) -> Iterator[Finding]:
    read = _source.read(sample)
    bindings = _bindings.Bindings(World(case.facts), read)
    for chunk, nodes in read:
        for node in _bindings.walk(nodes):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from _constant(case, sample, chunk, bindings.world, node)
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


# - Paths


def _literal(case: Case, claim: Claim) -> Iterator[Finding]:
    match = PATH.fullmatch(claim.text.strip("`"))
    if match and not _history.told(case):
        column = claim.column + claim.text.index(match[0])
        place = Place(
            docs=case.docs.version,
            file=claim.file,
            line=claim.line,
            column=column,
            end_line=claim.line,
            text=match[0],
        )
        yield from _path(case, World(case.facts), match, place)


def _constant(case: Case, sample: Sample, chunk: _source.Chunk, world: World, node: ast.Constant) -> Iterator[Finding]:
    match = PATH.fullmatch(str(node.value))
    if match is None:
        return
    start = _source.spot(chunk, node.lineno, node.col_offset)
    line = sample.code.split("\n")[start.line]
    at = _source.Spot(line=start.line, column=max(line.find(match[0], start.column), start.column))
    if not _history.told(case, sample.code, at.line):
        yield from _path(case, world, match, _source.place(case, sample, at, match[0]))


def _path(case: Case, world: World, match: re.Match[str], place: Place) -> Iterator[Finding]:
    module, name = match["module"], match["name"]
    try:
        world.member(world.module(module), name)
    except Missing as error:
        near = _nearest.nearest(error.name, (each for each in error.candidates if not each.startswith("_")))
        lost = f"{error.owner}.{error.name}"
        whole = error.owner != module
        right = (f"{error.owner}.{near}{module[len(lost) :]}:{name}" if whole else f"{module}:{near}") if near else None
        yield _found.finding(
            case,
            place,
            rule="unknown-name",
            subject=f"name:{lost if whole else error.name}",
            observed=f"there is no {lost}",
            message=f"{error.owner} has no {error.name}{_found.meant(right)}",
            suggestion=right,
            token="" if whole else _found.distinctive(error.name),
        )
