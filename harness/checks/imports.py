"""Imports of modules and names that Celery and its own libraries do not have."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping

from harness.checks import _bindings, _found, _history, _nearest, _source, _use
from harness.checks._world import TRACKED, Missing, World
from harness.interfaces import Case
from harness.model import CheckName, Finding, Sample

name = "imports"

rules: Mapping[str, str] = {"unknown-name": "an import of a module or of a name that this release does not have"}

level: CheckName = "resolve"
sees = frozenset({"sample"})


def find(case: Case) -> Iterable[Finding]:
    """Findings about the imports of a sample of Python."""
    sample = case.sample
    if sample is None or sample.language not in _source.LANGUAGES:
        return
    world = World(case.facts)
    for chunk, node in _imports(case, sample):
        yield from _import(case, sample, world, chunk, node)


def covers(case: Case) -> bool:
    """Whether an import of the sample was looked up."""
    sample = case.sample
    if sample is None or sample.language not in _source.LANGUAGES:
        return False
    world = World(case.facts)
    return any(_is_looked_up(world, module) for _, node in _imports(case, sample) for module in _modules(node))


def _imports(case: Case, sample: Sample) -> Iterator[tuple[_source.Chunk, ast.Import | ast.ImportFrom]]:
    for chunk, nodes in _source.read(sample):
        for node in _bindings.walk(nodes):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                line = chunk.first + node.lineno - 1
                if not _history.told(case, sample.code, line):
                    yield chunk, node


def _modules(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if node.module and not node.level else []


def _is_looked_up(world: World, module: str) -> bool:
    try:
        return world.module(module) is not None
    except Missing:
        return True


def _import(
    case: Case, sample: Sample, world: World, chunk: _source.Chunk, node: ast.Import | ast.ImportFrom
) -> Iterator[Finding]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield from _module(case, sample, world, chunk, alias, alias.name)
        return
    if node.level or not node.module or node.module.partition(".")[0] not in TRACKED:
        return
    missing = list(_module(case, sample, world, chunk, node, node.module))
    yield from missing
    if missing:
        return
    module = world.module(node.module)
    for alias in node.names:
        if alias.name == "*":
            continue
        try:
            world.member(module, alias.name)
        except Missing as error:
            yield _name(case, sample, world, chunk, alias, error)


def _module(
    case: Case, sample: Sample, world: World, chunk: _source.Chunk, node: ast.alias | ast.ImportFrom, module: str
) -> Iterator[Finding]:
    try:
        world.module(module)
    except Missing as error:
        start = _source.spot(chunk, node.lineno, node.col_offset)
        code = sample.code.split("\n")[start.line]
        found = re.compile(rf"(?<![\w.]){re.escape(module)}(?![\w])").search(code, start.column)
        at = _source.Spot(line=start.line, column=found.start() if found else start.column)
        near = _nearest.nearest(error.name, error.candidates)
        lost = f"{error.owner}.{error.name}"
        suggestion = f"{error.owner}.{near}{module[len(lost) :]}" if near else None
        # A module of a like name that lacks what is imported is not the one that was meant.
        if suggestion is not None and not _offers(world, suggestion, node):
            suggestion = None
        yield _found.finding(
            case,
            _source.place(case, sample, at, module),
            rule="unknown-name",
            subject=_found.subject_of_name(error.owner, error.name),
            claim=ast.unparse(node) if isinstance(node, ast.ImportFrom) else f"import {module}",
            observed=_found.lacks(case, error.owner, error.name, "module"),
            message=f"there is no module {lost}{_found.meant(suggestion)}",
            suggestion=suggestion,
        )


def _offers(world: World, module: str, node: ast.alias | ast.ImportFrom) -> bool:
    try:
        thing = world.module(module)
        for alias in node.names if isinstance(node, ast.ImportFrom) else ():
            if alias.name != "*":
                world.member(thing, alias.name)
    except Missing:
        return False
    return True


def _name(case: Case, sample: Sample, world: World, chunk: _source.Chunk, alias: ast.alias, error: Missing) -> Finding:
    bound = alias.asname or alias.name
    nodes = [node for _, nodes in _source.read(sample) for node in nodes]
    use = _use.of(nodes, lambda node: isinstance(node, ast.Name) and node.id == bound)
    suggestion = _use.nearest(world, error, use)
    return _found.finding(
        case,
        _source.place(case, sample, _source.spot(chunk, alias.lineno, alias.col_offset), alias.name),
        rule="unknown-name",
        subject=_found.subject_of_name(error.owner, error.name),
        claim=f"from {error.owner} import {error.name}",
        observed=_found.lacks(case, error.owner, error.name),
        message=f"{error.owner} has no {error.name}{_found.meant(suggestion)}",
        suggestion=suggestion,
        token=_found.distinctive(error.name, case.facts),
    )
