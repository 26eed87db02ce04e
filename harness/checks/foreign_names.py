"""What samples take from other packages: modules and names that they import, install in Django or plug into Celery.

The packages are looked into, and not imported, where those are that samples which need them are run with.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.checks import _derived, _found, _history, _nearest, _others, _source
from harness.interfaces import Case
from harness.model import CheckName, Finding, Sample

name = "foreign-names"

rules: Mapping[str, str] = {
    "unknown-module": "a module that another package does not have",
    "unknown-name": "a name that a module of another package does not have, clearly meant for one that it has",
    "unknown-argument": "a keyword that a function or a model of another package does not take, clearly meant for one "
    "that it takes",
}

level: CheckName = "resolve"
sees = frozenset({"sample"})

#: What an entry point names: a module, and what it has.
OBJECT = re.compile(r"(?:[\w.-]+\s*=\s*)?(?P<module>[a-z_]\w*(?:\.[a-z_]\w*)*):(?P<name>[A-Za-z_]\w*)")
TYPED = re.compile(r"^\s*>>> ")
#: Methods of a model's manager whose keywords are fields.
OF_MANAGERS = frozenset({"update", "create"})
INSTALLED = "INSTALLED_APPS"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Use:
    """A name that is taken from a module, or the module itself where the name is ""."""

    module: str
    name: str
    at: _source.Spot  # where the module stands
    at_name: _source.Spot


@dataclass(frozen=True, kw_only=True, slots=True)
class _Keyword:
    """A keyword that is given to something of another package."""

    callee: str
    keyword: str
    known: frozenset[str]
    at: _source.Spot


def find(case: Case) -> Iterable[Finding]:
    """Findings about what a sample takes from other packages."""
    for part in _parts(case):
        for use in _uses(part):
            yield from _of_use(part, use)
        for given in _keywords(part):
            yield from _of_keyword(part, given)


def covers(case: Case) -> bool:
    """Whether a module or a name is there."""
    return any(_is_there(part, use) for part in _parts(case) for use in _uses(part))


def _parts(case: Case) -> Iterator[Case]:
    """The sample, or the Python that is typed in a program that a terminal session starts."""
    sample = case.sample
    if sample is None or not case.facts or _history.told(case):
        return
    if sample.language == "console":
        lines = sample.code.split("\n")
        typed = [(index, 0, line) for index, line in enumerate(lines) if TYPED.match(line)]
        if typed:
            yield _derived.case(case, "pycon", typed)
    elif sample.language in (*_source.LANGUAGES, "text"):
        yield case


def _uses(case: Case) -> Iterator[_Use]:
    sample = case.sample
    assert sample is not None
    if sample.language == "text":
        for index, line in enumerate(sample.code.split("\n")):
            if match := OBJECT.fullmatch(line.strip()):
                start = len(line) - len(line.lstrip())
                yield _entry_point(match, index, start)
        return
    for chunk, nodes in _source.read(sample):
        for node in (inner for each in nodes for inner in ast.walk(each)):
            yield from _imports(sample, chunk, node)
            yield from _strings(sample, chunk, node)


def _entry_point(match: re.Match[str], line: int, start: int) -> _Use:
    return _Use(
        module=match["module"],
        name=match["name"],
        at=_source.Spot(line=line, column=start + match.start("module")),
        at_name=_source.Spot(line=line, column=start + match.start("name")),
    )


def _imports(sample: Sample, chunk: _source.Chunk, node: ast.AST) -> Iterator[_Use]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            at = _source.spot(chunk, alias.lineno, alias.col_offset)
            yield _Use(module=alias.name, name="", at=at, at_name=at)
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        start = _source.spot(chunk, node.lineno, node.col_offset)
        line = sample.code.split("\n")[start.line]
        at = _source.Spot(line=start.line, column=max(line.find(node.module, start.column), start.column))
        for alias in node.names:
            if alias.name != "*":
                at_name = _source.spot(chunk, alias.lineno, alias.col_offset)
                yield _Use(module=node.module, name=alias.name, at=at, at_name=at_name)


def _strings(sample: Sample, chunk: _source.Chunk, node: ast.AST) -> Iterator[_Use]:
    """Applications that are installed in a project of Django's, and entry points."""
    if isinstance(node, (ast.Assign, ast.AugAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if any(isinstance(target, ast.Name) and target.id == INSTALLED for target in targets):
            for each in ast.walk(node.value):
                if isinstance(each, ast.Constant) and isinstance(each.value, str):
                    at = _string(sample, chunk, each)
                    yield _Use(module=each.value, name="", at=at, at_name=at)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and (match := OBJECT.fullmatch(node.value)):
        at = _string(sample, chunk, node)
        yield _entry_point(match, at.line, at.column)


def _string(sample: Sample, chunk: _source.Chunk, node: ast.Constant) -> _source.Spot:
    """Where the text of a string begins."""
    start = _source.spot(chunk, node.lineno, node.col_offset)
    line = sample.code.split("\n")[start.line]
    return _source.Spot(line=start.line, column=max(line.find(str(node.value), start.column), start.column))


def _folder(case: Case, module: str) -> Path | None:
    return _others.folder(case, module.partition(".")[0])


def _package(use: _Use) -> str:
    """The package that a module is clearly meant to be of, as it is called."""
    root = use.module.partition(".")[0]
    return root if root in _others.PACKAGES else _nearest.nearest(root, _others.PACKAGES) or ""


def _is_there(case: Case, use: _Use) -> bool:
    folder = _folder(case, use.module)
    if folder is None or _others.lost(folder, use.module) is not None:
        return False
    source = _others.source(folder, use.module)
    return source is not None and (not use.name or use.name in source.names or _is_submodule(folder, use))


def _is_submodule(folder: Path, use: _Use) -> bool:
    path = folder.joinpath(*use.module.split("."))
    return (path / use.name).is_dir() or (path / f"{use.name}.py").is_file()


def _of_use(case: Case, use: _Use) -> Iterator[Finding]:
    package, root = _package(use), use.module.partition(".")[0]
    folder = _others.folder(case, package)
    if folder is None:
        return
    if package != root:
        yield _finding(case, use.at, root, "unknown-module", "", package)
    elif (lost := _others.lost(folder, use.module)) is not None:
        suggestion = _others.moved(folder, use.module, *lost)
        if suggestion is not None:
            yield _finding(case, use.at, use.module, "unknown-module", lost[0], suggestion)
    elif use.name and (source := _others.source(folder, use.module)) is not None and source.whole:
        near = _nearest.nearest(use.name, source.names)
        if use.name not in source.names and not _is_submodule(folder, use) and near is not None:
            yield _finding(case, use.at_name, use.name, "unknown-name", use.module, near)


def _finding(case: Case, at: _source.Spot, text: str, rule: str, owner: str, suggestion: str) -> Finding:
    assert case.sample is not None
    observed = f"{owner} has no {text.removeprefix(f'{owner}.')}" if owner else f"there is no package {text}"
    return _found.finding(
        case,
        _source.place(case, case.sample, at, text),
        rule=rule,
        subject=f"name:{owner}.{text}" if rule == "unknown-name" else f"name:{text}",
        claim=text,
        observed=observed,
        message=observed + _found.meant(suggestion),
        suggestion=suggestion,
    )


# - Calls


def _keywords(case: Case) -> Iterator[_Keyword]:
    """Keywords of calls of what the sample imports, where all that can be given is known."""
    sample = case.sample
    assert sample is not None
    if sample.language not in _source.LANGUAGES:
        return
    imported = {use.name: use for use in _uses(case) if use.name and _is_there(case, use)}
    for chunk, nodes in _source.read(sample):
        for node in (inner for each in nodes for inner in ast.walk(each)):
            if not isinstance(node, ast.Call):
                continue
            callee = ast.unparse(node.func)
            root, _, rest = callee.partition(".")
            use = imported.get(root)
            folder = _folder(case, use.module) if use else None
            source = _others.source(folder, use.module) if use and folder else None
            if use is None or source is None:
                continue
            bound = source.names.get(use.name)
            manager, _, method = rest.partition(".")
            fields = _others.fields(bound) if manager == "objects" and method in OF_MANAGERS else None
            known = fields if rest else _others.parameters(bound)
            for keyword in node.keywords:
                if known is not None and keyword.arg is not None:
                    at = _source.spot(chunk, keyword.lineno, keyword.col_offset)
                    yield _Keyword(callee=f"{use.module}.{callee}", keyword=keyword.arg, known=known, at=at)


def _of_keyword(case: Case, given: _Keyword) -> Iterator[Finding]:
    near = None if given.keyword in given.known else _nearest.nearest(given.keyword, given.known)
    if near is None:
        return
    assert case.sample is not None
    observed = f"{given.callee} takes {', '.join(sorted(given.known))}"
    yield _found.finding(
        case,
        _source.place(case, case.sample, given.at, given.keyword),
        rule="unknown-argument",
        subject=f"argument:{given.callee}:{given.keyword}",
        claim=given.keyword,
        observed=observed,
        message=f"{given.callee} takes no argument {given.keyword}{_found.meant(near)}",
        suggestion=near,
    )
