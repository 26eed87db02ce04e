"""Attributes that Celery's modules, classes and applications do not have, and paths that lead to nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping

from harness.checks import (
    _bindings,
    _found,
    _history,
    _mentioned,
    _nearest,
    _paths,
    _prose,
    _slips,
    _source,
    _use,
    _vocabulary,
)
from harness.checks._world import Missing, Thing, World
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding, Place, Sample

name = "names"

rules: Mapping[str, str] = {
    "unknown-name": "an attribute that its module, class or application does not have, or a path that leads nowhere",
    "wrong-kind": "a path that leads to something else than what is wanted there",
}

#: What is observed of a module that stands where something else has to.
CALLED = "TypeError: 'module' object is not callable"
BASE = "{module} is a module: TypeError where a class inherits from it"
CAUGHT = "{module} is a module: TypeError when an exception is held against it"
TYPE = "{module} is a module, and no type"
NO: Mapping[str, str] = {
    CALLED: "cannot be called",
    BASE: "cannot be inherited from",
    CAUGHT: "is no exception",
    TYPE: "is no type",
}

level: CheckName = "resolve"
sees = frozenset({"literal", "sample"})

#: What leads to the default of the setting whose section it stands in.
DEFAULT = re.compile(r"\s*:?Default(?:\s+is)?:?\s", re.I)


def find(case: Case) -> Iterable[Finding]:
    """Findings about chains of attributes that begin at an imported name or at the application, and about paths."""
    if not case.facts:
        return
    if case.claim is not None and case.claim.kind == "literal":
        yield from _literal(case, case.claim)
    if case.sample is not None and case.sample.language in _source.LANGUAGES:
        yield from _sample(case, case.sample)


def covers(case: Case) -> bool:
    """Whether an attribute or a path was looked up where a missing one would have been told."""
    if not case.facts or (case.sample is None and _history.told(case)):
        return False
    world = World(case.facts)
    if case.claim is not None and case.claim.kind == "literal":
        matches = _in_prose(case.claim)
        return any(_paths.is_known(world, match[0]) for match in matches) if matches else _is_mentioned(case, world)
    if case.sample is None or case.sample.language not in _source.LANGUAGES or _history.told(case):
        return False
    read = _source.read(case.sample)
    bindings = _bindings.of(case, case.sample)
    return any(_is_looked_up(bindings, node) for _, nodes in read for node in _bindings.walk(nodes))


def _is_looked_up(bindings: _bindings.Bindings, node: ast.AST) -> bool:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and _paths.PATH.fullmatch(node.value):
        return _paths.is_known(bindings.world, node.value)
    if not isinstance(node, ast.Attribute) or not isinstance(node.ctx, ast.Load):
        return False
    try:
        owner = bindings.value(node.value)
        return bindings.world.decides(owner) or bindings.world.member(owner, node.attr) is not None
    except Missing:
        return True


def _sample(case: Case, sample: Sample) -> Iterator[Finding]:
    read = _source.read(sample)
    bindings = _bindings.of(case, sample)
    for chunk, nodes in read:
        walked = list(_bindings.walk(nodes))
        required = _paths.required(walked)
        for node in walked:
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from _constant(case, sample, chunk, bindings.world, node, step=node in required)
            yield from _modules(case, sample, chunk, bindings, node)
            if not isinstance(node, ast.Attribute):
                continue
            error = missing(bindings, node)
            if error is None or (not isinstance(node.ctx, ast.Load) and not _is_slip(case, error)):
                continue
            if not _is_told(case, sample, chunk, node):
                yield _finding(case, sample, chunk, bindings.world, node, error)


def _modules(
    case: Case, sample: Sample, chunk: _source.Chunk, bindings: _bindings.Bindings, node: ast.AST
) -> Iterator[Finding]:
    """Modules that the sample imports and calls or decorates with, or that stand where a class is wanted."""
    for each, wanted in _wanted(node):
        root = each
        while isinstance(root, ast.Attribute):
            root = root.value
        if not isinstance(root, ast.Name) or root.id not in bindings.known:
            continue
        try:
            thing = bindings.value(each)
        except Missing:
            continue
        if thing is None or thing.kind != "module":
            continue
        if isinstance(each, ast.Attribute):
            at = _source.attribute_spot(chunk, each)
        else:
            at = _source.spot(chunk, each.lineno, each.col_offset)
        if not _history.told(case, sample.code, at.line):
            written = ast.unparse(each)
            home = _class_of(bindings.world, thing)
            yield _found.finding(
                case,
                _source.place(case, sample, at, written.rpartition(".")[2]),
                rule="wrong-kind",
                # To call the module is one mistake, to take it for a type another.
                subject=f"kind:{thing.ref}" if wanted == CALLED else f"kind:{':'.join(thing.ref.rsplit('.', 1))}",
                severity="breaks" if wanted != TYPE else "wrong-value",
                claim=sample.code.split("\n")[at.line].strip(),
                observed=wanted.format(module=thing.ref),
                message=f"{written} is the module {thing.ref}, and {NO[wanted]}"
                + (f"; its class is {home}" if home and wanted != CALLED else ""),
            )


def _wanted(node: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    """Expressions that have to be callable, or a class, with what is observed of a module in their place."""
    if isinstance(node, ast.Call):
        yield node.func, CALLED
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield from ((each, CALLED) for each in node.decorator_list)
    if isinstance(node, ast.ClassDef):
        yield from ((each, BASE) for each in node.bases)
    elif isinstance(node, ast.ExceptHandler) and node.type is not None:
        yield from ((each, CAUGHT) for each in getattr(node.type, "elts", [node.type]))
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.returns is not None:
        yield node.returns, TYPE
    elif isinstance(node, (ast.arg, ast.AnnAssign)) and node.annotation is not None:
        yield node.annotation, TYPE


def _class_of(world: World, module: Thing) -> str | None:
    """The class that a module is called after: `Task` of `celery.app.task`."""
    name = module.ref.rpartition(".")[2]
    same = [
        each
        for each, entry in module.entry.get("members", {}).items()
        if each.lower() == name.replace("_", "") and entry["kind"] == "class"
    ]
    if len(same) != 1:
        return None
    root = module.ref.partition(".")[0]
    return f"{root}.{same[0]}" if world.resolve(f"{root}.{same[0]}") is not None else f"{module.ref}.{same[0]}"


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


def _is_slip(case: Case, error: Missing) -> bool:
    """Whether an attribute that is set, and used nowhere else on the page, is nearly one that there is."""
    near = _nearest.nearest(error.name, (each for each in error.candidates if not each.startswith("_")))
    uses = sum(len(re.findall(rf"\b{re.escape(error.name)}\b", each.code)) for each in case.page.samples)
    return near is not None and uses == 1


def _is_told(case: Case, sample: Sample, chunk: _source.Chunk, node: ast.Attribute) -> bool:
    at = _source.attribute_spot(chunk, node)
    if _history.told(case, sample.code, at.line):
        return True
    if not isinstance(node.ctx, ast.Load):
        return False
    # A reader's own attribute: some sample of the page sets it.
    own = re.compile(rf"\.{re.escape(node.attr)}\s*=(?!=)|\bdef {re.escape(node.attr)}\b")
    return any(own.search(each.code) for each in case.page.samples)


def _finding(
    case: Case, sample: Sample, chunk: _source.Chunk, world: World, node: ast.Attribute, error: Missing
) -> Finding:
    nodes = [each for _, nodes in _source.read(sample) for each in nodes]
    chain = ast.dump(node)
    use = _use.of(nodes, lambda other: isinstance(other, ast.Attribute) and ast.dump(other) == chain)
    suggestion = _use.nearest(world, error, use)
    return _found.finding(
        case,
        _source.place(case, sample, _source.attribute_spot(chunk, node), node.attr),
        rule="unknown-name",
        subject=_found.subject_of_name(error.owner, node.attr),
        claim=ast.unparse(node),
        observed=_found.lacks(case, error.owner, node.attr),
        message=f"{error.owner} has no {node.attr}{_found.meant(suggestion)}",
        suggestion=suggestion,
        token=_found.distinctive(node.attr, case.facts),
    )


# - Paths


def _in_prose(claim: Claim) -> list[re.Match[str]]:
    """Paths within a literal; of what is shown as code only those with a colon are meant as paths."""
    text = claim.text.strip("`")
    pattern = _paths.DOTTED if _paths.DOTTED.fullmatch(text) else _paths.PATH
    return list(pattern.finditer(claim.text))


def _literal(case: Case, claim: Claim) -> Iterator[Finding]:
    if _history.told(case):
        return
    matches = _in_prose(claim)
    if not matches:
        yield from _mention(case, claim)
        return
    for match in matches:
        before = claim.text[: match.start()]
        place = Place(
            docs=case.docs.version,
            file=claim.file,
            line=claim.line + before.count("\n"),
            column=match.start() - before.rindex("\n") if "\n" in before else claim.column + match.start(),
            end_line=claim.line + before.count("\n"),
            text=match[0],
        )
        yield from _path(case, World(case.facts), match[0], place)


def _is_mentioned(case: Case, world: World) -> bool:
    """Whether the claim names a member of something of the release, and it is there."""
    claim = case.claim
    match = _mentioned.CODE.fullmatch(claim.text) if claim is not None else None
    if claim is None or match is None or claim.fields.get("exact") == "no":
        return False
    return _mentioned.is_looked_up(world, match) and not _history.told_in_prose(_prose.sentence(case, claim))


def _mention(case: Case, claim: Claim) -> Iterator[Finding]:
    """A member, or what is called, that is a slip for another."""
    if claim.fields.get("exact") == "no" or _history.told_in_prose(_prose.sentence(case, claim)):
        return
    if (match := _mentioned.CODE.fullmatch(claim.text)) is not None:
        lost = _mentioned.lost(World(case.facts), match)
        if lost is None or _slips.is_written(case, lost.error.name):
            return
        # A name that the docs have twice is somebody's own.
        if lost.near is not None or not _vocabulary.is_known(case, lost.error.name):
            yield _slip(case, claim, lost.error.name, lost.start, lost.error.owner, lost.near)
    elif (match := _mentioned.CALL.fullmatch(claim.text)) is not None:
        meant = _slips.meant(case, claim, match["name"])
        if meant is not None:
            yield _slip(case, claim, match["name"], match.start("name"), "", meant)


def _slip(case: Case, claim: Claim, name: str, start: int, owner: str, near: str | None) -> Finding:
    return _found.finding(
        case,
        _found.place(case, claim, name, column=claim.column + start),
        rule="unknown-name",
        subject=_found.subject_of_name(owner, name),
        claim=claim.text,
        observed=_found.lacks(case, owner, name) if owner else f"nothing is called {name}",
        message=f"{owner} has no {name}{_found.meant(near)}" if owner else f"there is no {name}{_found.meant(near)}",
        suggestion=near,
        token=_found.distinctive(name, case.facts) if owner else "",
    )


def _constant(
    case: Case, sample: Sample, chunk: _source.Chunk, world: World, node: ast.Constant, *, step: bool
) -> Iterator[Finding]:
    path = str(node.value)
    if _paths.PATH.fullmatch(path) is None:
        return
    start = _source.spot(chunk, node.lineno, node.col_offset)
    line = sample.code.split("\n")[start.line]
    at = _source.Spot(line=start.line, column=max(line.find(path, start.column), start.column))
    if not _history.told(case, sample.code, at.line):
        yield from _path(case, world, path, _source.place(case, sample, at, path), step=step)


def _stands_beside(case: Case, place: Place, path: str) -> bool:
    """Whether a path stands on the place's line already."""
    line = _prose.line(case, place.file, place.line)
    return re.search(rf"(?<![\w.]){re.escape(path)}(?![\w.])", line) is not None


def _default(case: Case, world: World) -> str | None:
    """The path that is the real default of the setting whose section the claim stands in."""
    title = case.claim.headings[-1].strip("`") if case.claim is not None and case.claim.headings else ""
    real: str = case.facts.get("settings", {}).get("keys", {}).get(title, {}).get("default", "").strip("'\"")
    return real if _paths.PATH.fullmatch(real) and _paths.lost(world, real) is None else None


def _path(case: Case, world: World, path: str, place: Place, *, step: bool = False) -> Iterator[Finding]:
    lost = _paths.lost(world, path, step=step)
    if lost is not None:
        error = lost.error
        suggestion = lost.suggestion
        if case.claim is not None and DEFAULT.match(_prose.line(case, place.file, place.line)):
            suggestion = _default(case, world)  # what is nearest may be there, and is not what is used
        if suggestion is not None and _stands_beside(case, place, suggestion):
            suggestion = None  # the line would name the same thing twice
        whole = error.owner != path.rpartition(":")[0]
        yield _found.finding(
            case,
            place,
            rule="unknown-name",
            subject=_found.subject_of_name(error.owner, error.name),
            observed=_found.lacks(case, error.owner, error.name),
            message=f"{error.owner} has no {error.name}{_found.meant(suggestion)}",
            suggestion=suggestion,
            token="" if whole else _found.distinctive(error.name, case.facts),
        )
    elif step and _paths.is_no_step(world, path):
        right = _paths.only_step(world, path.partition(":")[0])
        yield _found.finding(
            case,
            place,
            rule="wrong-kind",
            subject=f"kind:{path}",
            observed=f"{path} is not a bootstep",
            message=f"{path} is not a bootstep, and cannot be required by one{_found.meant(right)}",
            suggestion=right,
        )
