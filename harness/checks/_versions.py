"""What a version on a page is about, and in which minor that came as the sources of the releases tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from packaging.version import InvalidVersion, Version

from harness import ancestry
from harness.checks import _history, _prose
from harness.interfaces import Case
from harness.model import Claim

#: Directives that declare what a version below them is about.
DECLARING = frozenset({"setting", "signal", "control"})
#: Lines that may stand between: a title with its line, another declaration or a label, a default.
BETWEEN = re.compile(
    r"\s*|(?P<title>``?[\w.]+``?)|[~=\-^\"'*+]{3,}|\.\. (?:setting|signal|control)::.*|\.\. _.*:|Default:.*|:[\w ]+:.*"
)
#: Where the names of each kind are.
HOMES = {"signal": "celery.signals.", "control": "celery.worker.control.", "attribute": "celery.app.task.Context."}
#: What reads the settings that options of a command fall back to.
DAEMON = "name:celery.bin.base.DaemonOption.daemon_setting"
#: Words of which many things may be called.
PARTICULAR = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """What a version is about."""

    what: str  # setting, signal, control, attribute, name
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Came:
    """When something came."""

    minor: str
    exact: bool  # False: it cannot have been there before


def parse(text: str) -> Version | None:
    """The version, of releases whose sources are read; those of the oldest minor cannot be said to have it first."""
    try:
        version = Version(text.rstrip("."))
    except InvalidVersion:
        return None
    return version if version >= ancestry.OLDEST else None


def minor(text: str) -> str:
    """The minor of a version ("5.4" of "5.4.1"); "" for what is none."""
    version = parse(text)
    return f"{version.major}.{version.minor}" if version else ""


def is_before(one: str, other: str) -> bool:
    """Whether a minor is older than another."""
    return Version(one) < Version(other)


# - What it is about


def subjects(case: Case, claim: Claim) -> tuple[Subject, ...]:
    """All that a version is clearly about, whole: nothing when anything is said beside it."""
    if claim.fields.get("directive") != "versionadded" or claim.fields.get("text"):
        return ()
    if _history.told(case) or parse(claim.subject) is None:
        return ()
    if claim.scope:
        return (Subject(what="name", name=claim.scope),) if claim.scope.count(".") > 1 else ()
    lines = _prose.lines(case.docs.root, claim.file)
    if not 0 < claim.line <= len(lines):
        return ()
    if (subject := _declared(case, claim, lines)) is not None:
        return (subject,)
    return tuple(dict.fromkeys((*_attributes(case, claim, lines), *_objects(case, claim, lines))))


def _declared(case: Case, claim: Claim, lines: tuple[str, ...]) -> Subject | None:
    """What was declared right above the version, and nothing else since."""
    at = claim.line - 1
    if not lines[at].startswith(".. versionadded::"):
        return None
    first = at - 1
    while first >= 0 and BETWEEN.fullmatch(lines[first]):
        first -= 1
    above = [each for each in case.page.claims if each.file == claim.file and first + 1 < each.line <= at]
    declared = [each for each in above if each.kind in DECLARING]
    matches = (BETWEEN.fullmatch(line) for line in lines[first + 1 : at])
    titles = {match["title"].strip("`") for match in matches if match and match["title"]}
    names = titles | {each.subject for each in declared}
    if len(names) != 1 or len(declared) > 1:
        return None
    # A title alone is a setting's when it is spelt like one.
    name = names.pop()
    what = declared[0].kind if declared else "setting"
    return Subject(what=what, name=name)


def _attributes(case: Case, claim: Claim, lines: tuple[str, ...]) -> Iterator[Subject]:
    """The entry of a list of attributes that the version stands in, or the entries below it, up to something else."""
    listed = {each.line: each for each in case.page.claims if each.kind == "attribute" and each.file == claim.file}
    if not any(each.fields.get("owner") == "request" for each in listed.values()):
        return
    margin = _margin(lines[claim.line - 1])
    if margin:
        at = next((number for number in range(claim.line - 1, 0, -1) if _ends(lines[number - 1], margin)), 0)
        if at in listed:
            yield Subject(what="attribute", name=listed[at].subject.replace("-", "_"))
        return
    for number in range(claim.line + 1, len(lines) + 1):
        if number in listed:
            yield Subject(what="attribute", name=listed[number].subject.replace("-", "_"))
        elif _ends(lines[number - 1], 1):
            return


def _objects(case: Case, claim: Claim, lines: tuple[str, ...]) -> Iterator[Subject]:
    """The method or attribute whose description the version stands in, or that is described right below it."""
    described = {each.line: each for each in case.page.claims if each.kind == "object" and each.file == claim.file}
    margin = _margin(lines[claim.line - 1])
    above = next((number for number in range(claim.line - 1, 0, -1) if _ends(lines[number - 1], margin)), 0)
    below = next((number for number in range(claim.line + 1, len(lines) + 1) if lines[number - 1].strip()), 0)
    for number in (above if margin else 0, below):
        if number in described and _margin(lines[number - 1]) <= margin:
            yield Subject(what="name", name=_full(described[number]))
            return


def _full(described: Claim) -> str:
    """The dotted name of what is described, as far as the page tells it."""
    owner = described.fields.get("class", "")
    name = (
        described.subject if not owner or described.subject.startswith(f"{owner}.") else f"{owner}.{described.subject}"
    )
    module = described.fields.get("module", "")
    return name if not module or name.startswith(f"{module}.") else f"{module}.{name}"


def _ends(line: str, margin: int) -> bool:
    """Whether something begins on a line that is out of a block with a margin."""
    return bool(line.strip()) and _margin(line) < margin


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip())


# - Since when it is there


def came(case: Case, subject: Subject) -> Came | None:
    """When it came; None when that is not certain, or the target is older."""
    found = _setting(case, subject.name) if subject.what == "setting" else _name(subject)
    target = parse(case.target.celery) or ancestry.OLDEST
    return found if found is not None and Version(found.minor) <= target else None


def _setting(case: Case, name: str) -> Came | None:
    known = ancestry.since()
    settings = case.facts.get("settings", {})
    if found := _noted(f"setting:{name}"):
        return found
    entry = settings.get("keys", {}).get(name)
    if entry is None:
        if name in settings.get("daemon", ()) and DAEMON in known:
            return Came(minor=known[DAEMON], exact=False)
        return _noted(f"word:{name}")
    # Before 4.0 it had another name, or several.
    names = (*entry["old"], f"CELERY_{name.upper()}")
    noted = filter(None, (_noted(f"word:{old}") for old in names))
    older = [each for each in noted if is_before(each.minor, str(ancestry.RENAMED))]
    return min(older, key=lambda each: Version(each.minor)) if older else None


def _name(subject: Subject) -> Came | None:
    dotted = HOMES.get(subject.what, "") + subject.name
    if found := _noted(f"name:{dotted}"):
        return found
    word = dotted.rpartition(".")[2]
    if "_" not in word.strip("_") or len(word) < PARTICULAR:
        return None
    found = _noted(f"word:{word}")
    return Came(minor=found.minor, exact=False) if found else None


def _noted(key: str) -> Came | None:
    known = ancestry.since()
    if key in known:
        return Came(minor=known[key], exact=True)
    late = f"late:{key}"
    return Came(minor=known[late], exact=False) if late in known else None
