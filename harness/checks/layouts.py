"""Directory trees: the files that a page lists, and the modules that its samples import from there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping

from harness.checks import _found, _history, _nearest, _source
from harness.interfaces import Case
from harness.model import CheckName, Finding, Sample

name = "layouts"

rules: Mapping[str, str] = {"misnamed-file": "a file of a tree that the page's samples import under another name"}

level: CheckName = "resolve"
sees = frozenset({"sample"})

#: A line of a tree: a folder, a file, or a path to one.
ENTRY = re.compile(r"^(?P<indent>\s*(?:[-*|`+]--?\s+|[-*]\s+|[│├└─ ]+\s)?)(?P<path>/?(?:[\w.-]+/)*[\w.-]+/?|/)\s*$")
DOTTED = re.compile(r"[a-z_]\w*\.(?P<module>[a-z_]\w*)")
FILE = re.compile(r"(?P<name>\w+)\.py")


def find(case: Case) -> Iterable[Finding]:
    """Findings about a directory tree."""
    sample = case.sample
    if sample is None or _history.told(case):
        return
    files = dict(_files(sample))
    if not files:
        return
    for package, module in _imported(case):
        if package not in _folders(sample) or module in files or module in _folders(sample):
            continue
        near = _nearest.nearest(module, files)
        if near is None or near in {other for _, other in _imported(case)}:
            continue
        yield _found.finding(
            case,
            _source.place(case, sample, files[near], f"{near}.py"),
            rule="misnamed-file",
            blame="undecided",
            subject=f"file:{package}/{near}.py",
            observed=f"the page's samples import {package}.{module}",
            message=f"the tree lists {near}.py, and samples of the page import {package}.{module}",
            suggestion=f"{module}.py",
        )


def covers(case: Case) -> bool:
    """Whether samples of the page import, or are, something that the tree lists."""
    sample = case.sample
    if sample is None or _history.told(case):
        return False
    files = dict(_files(sample))
    if not files:
        return False
    imported = {module for _, module in _imported(case)} | {package for package, _ in _imported(case)}
    listed = (set(files) | _folders(sample)) - {"__init__"}
    return bool(imported & listed) or bool(set(files) & _named(case)) or bool(_folders(sample) & _strings(case))


def _files(sample: Sample) -> Iterator[tuple[str, _source.Spot]]:
    """The modules of the tree, and where they stand; none when the block is no tree."""
    entries = list(_entries(sample))
    for index, match in entries:
        if file := FILE.search(match["path"].rpartition("/")[2]):
            yield file["name"], _source.Spot(line=index, column=match.end("path") - len(file[0]))


def _entries(sample: Sample) -> list[tuple[int, re.Match[str]]]:
    if sample.language not in ("text", "console"):
        return []
    found = [
        (index, match)
        for index, line in enumerate(sample.code.split("\n"))
        if line.strip() and (match := ENTRY.match(line)) is not None
    ]
    written = sum(bool(line.strip()) for line in sample.code.split("\n"))
    files = sum(bool(FILE.search(match["path"])) for _, match in found)
    return found if len(found) == written and files > 1 else []


def _folders(sample: Sample) -> frozenset[str]:
    return frozenset(
        part for _, match in _entries(sample) for part in match["path"].split("/") if part and not FILE.fullmatch(part)
    )


def _imported(case: Case) -> frozenset[tuple[str, str]]:
    """Modules that the page's samples import from packages: (package, module)."""
    found: set[tuple[str, str]] = set()
    for sample in case.page.samples:
        if sample.language not in _source.LANGUAGES or sample.historical:
            continue
        for _, nodes in _source.read(sample):
            for node in nodes:
                for inner in ast.walk(node):
                    found.update(_modules(inner))
    return frozenset(found)


def _strings(case: Case) -> frozenset[str]:
    """Strings in the page's samples: names of packages that an application is told to look into."""
    return frozenset(
        inner.value
        for sample in case.page.samples
        if sample.language in _source.LANGUAGES and not sample.historical
        for _, nodes in _source.read(sample)
        for node in nodes
        for inner in ast.walk(node)
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str)
    )


def _modules(node: ast.AST) -> Iterator[tuple[str, str]]:
    names: list[str] = []
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        names = [node.module]
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield "", node.module
    for dotted in names:
        package, _, module = dotted.rpartition(".")
        if package:
            yield package.rpartition(".")[2], module


def _named(case: Case) -> frozenset[str]:
    """Modules that the page names: as files, in captions and before samples, or with their packages, in literals."""
    texts = [text for sample in case.page.samples for text in (sample.caption, sample.lead)]
    literals = [claim.text for claim in case.page.claims if claim.kind == "literal"]
    named = {match["name"] for text in texts for match in FILE.finditer(text)}
    dotted = {match["module"] for text in literals if (match := DOTTED.fullmatch(text.strip("`")))}
    return frozenset(named | dotted) - {"__init__"}
