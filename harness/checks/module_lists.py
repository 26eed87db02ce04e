"""Lists whose items are modules, or paths of other things, written as plain words.

    - celery.worker

        This is the worker implementation.

An item that leads nowhere is told where the list's other items show that paths are meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from harness.checks import _elsewhere, _found, _history, _prose
from harness.checks._world import TRACKED, Missing, Thing, World
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "module-lists"

rules: Mapping[str, str] = {"unknown-name": "a path in a list of paths that leads nowhere"}

level: CheckName = "none"
sees = frozenset({"heading"})

_ROOTS = "|".join(sorted(TRACKED))
ITEM = re.compile(rf"(?P<margin>\s*)(?P<bullet>[-*+]\s+)?(?P<path>(?:{_ROOTS})(?:\.[A-Za-z_]\w*)+)\s*")
#: So many items that lead somewhere say what the others are, if they are more than half of all.
FEW = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class _Item:
    """An item of a list."""

    path: str
    line: int
    column: int
    body: str  # what is said of it


def find(case: Case) -> Iterable[Finding]:
    """With a heading, findings about the lists of its section."""
    claim = case.claim
    if claim is None or not _applies(case, claim):
        return
    world = World(case.facts)
    items = list(_items(case, claim))
    lost = [(item, error) for item in items if (error := _missing(world, item.path)) is not None]
    there = sum(_leads(world, item.path) for item in items)
    if there < FEW or 2 * there <= len(items):
        return
    for item, error in lost:
        if not _history.told_in_prose(item.body):
            yield _finding(case, claim, item, error)


def covers(case: Case) -> bool:
    """Whether the section has such a list, and one of its items leads nowhere."""
    return any(True for _ in find(case))


def _applies(case: Case, claim: Claim) -> bool:
    return claim.kind == "heading" and claim.file.endswith(".rst") and bool(case.facts) and not _history.told(case)


def _items(case: Case, claim: Claim) -> Iterator[_Item]:
    """The items of a section: bullets, and terms that are followed by what is said of them."""
    lines = _prose.lines(case.docs.root, claim.file)
    titles = [each.line for each in case.page.claims if each.kind == "heading" and each.file == claim.file]
    last = min((line for line in titles if line > claim.line), default=len(lines) + 1) - 1
    code = {line for sample in case.page.samples if sample.file == claim.file for line in sample.lines}
    for index in range(claim.line + 1, min(last, len(lines))):
        match = ITEM.fullmatch(lines[index])
        if match is None or index + 1 in code:
            continue
        body = list(_body(lines[index + 1 :], len(match["margin"])))
        if match["bullet"] or (body and lines[index + 1].strip()):
            told = " ".join(" ".join(body).split())
            yield _Item(path=match["path"], line=index + 1, column=match.start("path") + 1, body=told)


def _body(lines: Iterable[str], margin: int) -> Iterator[str]:
    """Lines that stand further in than the item does."""
    for line in lines:
        if line.strip() and len(line) - len(line.lstrip()) <= margin:
            return
        yield line


def _leads(world: World, path: str) -> bool:
    return path in world.modules or world.resolve(path) is not None


def _missing(world: World, path: str) -> Missing | None:
    """Why a path leads nowhere; None when it does, or that is not certain."""
    try:
        parts = path.split(".")
        thing: Thing | None = world.module(parts[0])
        for count, each in enumerate(parts[1:], 2):
            if thing is None or thing.kind not in ("module", "class"):
                return None
            # What is imported lazily is an object to its package, and a module to whoever imports it.
            inner = ".".join(parts[:count])
            thing = world.module(inner) if inner in world.modules else world.member(thing, each)
    except Missing as error:
        return error
    return None


def _finding(case: Case, claim: Claim, item: _Item, error: Missing) -> Finding:
    near = _elsewhere.path(World(case.facts), item.path)
    return _found.finding(
        case,
        _found.place(case, claim, item.path, line=item.line, column=item.column),
        rule="unknown-name",
        subject=_found.subject_of_name(error.owner, error.name),
        severity="wrong-value",
        claim=item.path,
        observed=_found.lacks(case, error.owner, error.name),
        message=f"{error.owner} has no {error.name}{_found.meant(near)}",
        suggestion=near,
        token=_found.distinctive(error.name, case.facts),
    )
