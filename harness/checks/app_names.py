"""Attributes of the application that prose names: `app.amqp.TaskPublisher`, and what an arrow leads to.

    * ``celery.log``
        * ``.setup_logger`` -> {``app.log.setup_logger``}

A list that leads from old names to new ones says of the new ones that they are there, whatever its title says; the old
ones are history.  `app` may be a package of the reader's: it is the application where the page uses it as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from harness.checks import _bindings, _found, _history, _paths, _prose, _use
from harness.checks._world import Missing, Thing, World
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding, Page

name = "app-names"

rules: Mapping[str, str] = {
    "unknown-name": "an attribute that the application does not have, or a path that an old name is said to have become"
    " and that leads nowhere"
}

level: CheckName = "none"
sees = frozenset({"literal"})

#: An attribute of the application, called or not.
APP = re.compile(rf"{_bindings.APP}(?P<names>(?:\.[A-Za-z_]\w*)+)(?:\(.*\))?", re.S)
#: What stands before the new name, and behind the old one: the marks of a literal and brackets may be between.
BEFORE = re.compile(r"(?:->|=>|→)[\s`'\"{[(]*$")
BEHIND = re.compile(r"^[\s`'\"}\])]*(?:->|=>|→)")
#: How a page names a module of the reader's that is called as the application is.
READERS = re.compile(r"\bfrom\s+app\b|\bimport\s+app\b|\bapp\.py\b|\bapp/|-A\s+app\b")
#: Files that a reader's package of this name would have.
FILES = frozenset({"celery", "tasks", "models", "views", "settings", "celeryconfig"})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Lost:
    """A name that its owner does not have."""

    error: Missing
    start: int  # where it stands in the claim's text


def find(case: Case) -> Iterable[Finding]:
    """A finding when a literal names what is not there."""
    claim = case.claim
    if claim is None or not _applies(case, claim):
        return
    lost = _lost(case, claim)
    if lost is not None:
        yield _finding(case, claim, lost)


def covers(case: Case) -> bool:
    """Whether the name was followed to its end."""
    claim = case.claim
    if claim is None or not _applies(case, claim):
        return False
    if _lost(case, claim) is not None:
        return True
    match = APP.fullmatch(claim.text)
    try:
        return match is not None and _follow(World(case.facts), match["names"][1:].split(".")) is not None
    except Missing:
        return False  # what the application lacks, and another thing of that name may have


def _applies(case: Case, claim: Claim) -> bool:
    """Whether a literal is said to be there in the release at hand."""
    if claim.kind != "literal" or claim.historical or claim.fields.get("exact") == "no" or not case.facts:
        return False
    if "app" not in case.facts:
        return False
    line = _prose.line(case, claim.file, claim.line)
    before, behind = line[: claim.column - 1], line[claim.column - 1 + len(claim.text) :]
    if BEHIND.match(behind):
        return False
    if BEFORE.search(before):
        return True
    told = _history.told(case) or _history.told_in_prose(_prose.sentence(case, claim))
    return not told and APP.fullmatch(claim.text) is not None


def _lost(case: Case, claim: Claim) -> _Lost | None:
    world = World(case.facts)
    match = APP.fullmatch(claim.text)
    if match is None:
        # Other paths are `names`' business, but for those behind an arrow under a title of history.
        lost = _paths.lost(world, claim.text) if _paths.DOTTED.fullmatch(claim.text) and _history.told(case) else None
        return None if lost is None else _Lost(error=lost.error, start=_start(claim.text, lost.error.name))
    if not _is_the_application(case.page, world):
        return None
    names = match["names"][1:].split(".")
    if names[0] in FILES and len(names) > 1 and names[0] not in world.app().entry.get("parts", {}):
        return None
    try:
        _follow(world, names)
    except Missing as error:
        if _is_given(case, error.name):
            return None
        return _Lost(error=error, start=_start(claim.text, error.name))
    return None


def _start(text: str, lost: str) -> int:
    found = re.search(rf"(?<=[.:]){re.escape(lost)}(?!\w)", text)
    return found.start() if found is not None else 0


def _follow(world: World, names: Iterable[str]) -> Thing | None:
    """What a chain of attributes of the application leads to.  Raises Missing."""
    thing: Thing | None = world.app()
    for each in names:
        thing = world.member(thing, each)
        if thing is None:
            return None
    return thing


def _is_given(case: Case, attribute: str) -> bool:
    """Whether some sample of the page sets an attribute of this name: a reader's own."""
    own = re.compile(rf"\.{re.escape(attribute)}\s*=(?!=)|\bdef {re.escape(attribute)}\b")
    return any(own.search(each.code) for each in case.page.samples)


def _is_the_application(page: Page, world: World) -> bool:
    """Whether the page uses `app` as an application, and not as a module of the reader's."""
    texts = [each.code for each in page.samples]
    texts += [each.text for each in page.claims if each.kind in ("literal", "command")]
    if any(READERS.search(text) for text in texts):
        return False
    if any(re.search(r"\bapp\s*=\s*(?:celery\.)?Celery\(|@app\.task\b", text) for text in texts):
        return True
    return any(_is_attribute(world, text) for text in texts)


def _is_attribute(world: World, text: str) -> bool:
    match = APP.fullmatch(text)
    first = match["names"][1:].split(".")[0] if match is not None else ""
    try:
        return bool(first) and first not in FILES and world.member(world.app(), first) is not None
    except Missing:
        return False


def _finding(case: Case, claim: Claim, lost: _Lost) -> Finding:
    error = lost.error
    world = World(case.facts)
    near = _use.nearest(world, error, _use.Use(called="(" in claim.text)) or _split(world, error)
    home = _home(world, error.name)
    if home is not None and home.startswith(f"{error.owner}."):
        near, home = home.removeprefix(f"{error.owner}."), None
    if home is not None or (near is not None and _stands_in(near, _prose.line(case, claim.file, claim.line))):
        near = None  # it is another thing, or the line would name the same thing twice
    # Of a path the whole is wrong, and the whole is written anew; the application's attributes are so many names.
    whole = APP.fullmatch(claim.text) is None
    right = claim.text.replace(f"{error.owner}.{error.name}", f"{error.owner}.{near}", 1) if near and whole else near
    wrong = claim.text if whole else error.name
    return _found.finding(
        case,
        _found.place(case, claim, wrong, column=claim.column + (0 if whole else lost.start)),
        rule="unknown-name",
        subject=_found.subject_of_name(error.owner, error.name),
        severity="wrong-value",
        claim=claim.text,
        observed=_found.lacks(case, error.owner, error.name),
        message=f"{error.owner} has no {error.name}{f': it is {home}' if home else _found.meant(right)}",
        suggestion=right if right != wrong else None,
        token=_found.distinctive(error.name, case.facts),
    )


def _stands_in(word: str, line: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", line) is not None


def _home(world: World, lost: str) -> str | None:
    """The one place where Celery defines a function of the lost name; classes of one name may be of many kinds."""
    found = {
        str(entry["ref"])
        for module, each in world.modules.items()
        if module.startswith("celery.") and (entry := each["members"].get(lost, {})).get("kind") == "function"
    }
    return found.pop() if len(found) == 1 else None


def _split(world: World, error: Missing) -> str | None:
    """The path that a forgotten dot has made one word of: `textindent` for `text.indent`."""
    for cut in range(1, len(error.name)):
        head, tail = error.name[:cut], error.name[cut:].lstrip("_")
        inner = f"{error.owner}.{head}"
        if tail and inner in world.modules and world.resolve(f"{inner}.{tail}") is not None:
            return f"{head}.{tail}"
    return None
