"""Lists that are told to be whole, against what the release has.

    Can be ❨one of the following❩:

    * ``rpc``
        Send results back as AMQP messages.

    This is the ❨list of tasks built into Celery❩.

    The current list of dependencies are:

A list of parts is held against the kinds of parts: most of its items name some of one kind.  That an item names none is
another check's to tell.

Evidence: `named` is what the docs list and `right` what they should: names alone of tasks and of what a `package`
requires; of parts of a `shelf` word → alias.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from harness.checks import _found, _history, _parts, _passages, _prose
from harness.checks._passages import Passage
from harness.interfaces import Case
from harness.model import CheckName, Finding, Place

name = "whole-lists"

rules: Mapping[str, str] = {
    "wrong-list": "a list told to be whole, of which a member is missing or is none",
}

level: CheckName = "none"
sees = frozenset({"claim"})

#: What leads to a list of all that there is.
WHOLE = re.compile(
    r"\b(?P<what>one\s+of\s+the\s+following|the\s+following\s+built-?in\s+\w+|(?:the|all)\s+available\s+\w+)\b"
    r"[^.:]*:[ \t]*(?=\n[ \t]*\n|\Z)"
)
MARKED = r"(?P<quote>``?|\*)(?P<name>[A-Za-z][\w-]*)[^`*]*(?P=quote)"
ITEM = re.compile(rf"(?P<indent>\s*)[-*]\s+(?:{MARKED}|(?P<plain>[A-Za-z][\w-]*)\s*(?::|$))")
#: Another name in the first words of an item: "`eventlet` and `gevent`: …".
ANOTHER = re.compile(r"(?<=\band )`+(\w+)`+")
#: Addresses of links, which a list goes on behind.
TARGET = re.compile(r"\s*\.\. _[^:]")
#: Kinds of parts, with the word for each.
KINDS = {
    "backends": re.compile(r"\bbackends?\b", re.I),
    "transports": re.compile(r"\b(?:transports?|brokers?)\b", re.I),
    "pools": re.compile(r"\bpools?\b", re.I),
    "serializers": re.compile(r"\bseriali[sz]\w+\b", re.I),
    "compressions": re.compile(r"\bcompress\w*\b", re.I),
}
#: So many items that are of one kind make a list one of these.
FEW = 3
BUILT_IN = r"list\s+of\s+(?:all\s+)?(?:tasks\s+built\s+into\s+Celery|built-in\s+tasks)"
TASKS = re.compile(rf"\bThis\s+is\s+the\s+(?:complete\s+|full\s+)?(?P<what>{BUILT_IN})\b")
QUOTED = re.compile(r"(?P<quote>['\"])(?P<name>celery\.\w+)(?P=quote)")
REQUIRED = re.compile(r"\b(?:list\s+of\s+dependencies\s+(?:is|are)|depends\s+on\s+the\s+following\s+packages)\s*:")
BULLET = re.compile(r"\s*[-*]\s+(?::pypi:)?`+(?P<name>[\w.-]+)`+_*\s*")


def find(case: Case) -> Iterable[Finding]:
    """Findings about the lists that the passages of the case's claim lead to."""
    if not _applies(case):
        return
    for passage in _passages.telling(case, WHOLE):
        yield from _choices(case, passage)
    for passage in _passages.telling(case, TASKS):
        yield from _tasks(case, passage)
    for passage in _passages.telling(case, REQUIRED):
        yield from _required(case, passage)


def covers(case: Case) -> bool:
    """Whether a list of parts was held against what the release has."""
    return _applies(case) and any(_listed(case, each) for each in _passages.telling(case, WHOLE))


def _applies(case: Case) -> bool:
    return case.claim is not None and "aliases" in case.facts and not _history.told(case)


# - Parts


def _choices(case: Case, passage: Passage) -> Iterator[Finding]:
    listed, match = _listed(case, passage), WHOLE.search(passage.text)
    if listed is None or match is None:
        return
    shelf, names = listed
    named = {word: _kind(case, shelf, word) for word in names}
    missing = sorted(_kinds(case, shelf) - set(named.values()))
    if not missing:
        return
    what = shelf.removesuffix("s").replace("backend", "result backend")
    known = [_alias(case, shelf, each) for each in missing]
    told = f"{', '.join(known)} {'is' if len(known) == 1 else 'are'} missing"
    yield _found.finding(
        case,
        passage.place(case, match.start("what"), match.end("what")),
        rule="wrong-list",
        severity="wrong-value",
        subject=f"list:{case.page.name}:{shelf}",
        claim=f"the {what}s are {', '.join(names)}",
        observed=f"there is {' and '.join(known)}, too",
        message=f"of the {what}s {told}",
        evidence={
            "shelf": shelf,
            "whole": "yes",
            "named": {word: _alias(case, shelf, kind) for word, kind in named.items() if kind},
            "right": {
                **{word: _alias(case, shelf, kind) for word, kind in named.items() if kind},
                **{each: each for each in known},
            },
        },
    )


def _listed(case: Case, passage: Passage) -> tuple[str, list[str]] | None:
    """The kind of part that the items right below a passage are of, and their names; None for other lists."""
    if passage.scope:
        return None
    names = _items(_prose.lines(case.docs.root, passage.file), passage.first + passage.text.count("\n"))
    words = f"{passage.text} {_passages.section(case, passage).replace('_', ' ')}"
    for shelf, told in KINDS.items():
        have = sum(_kind(case, shelf, each) is not None for each in names)
        if told.search(words) and have >= FEW and 2 * have > len(names):
            return shelf, names
    return None


def _items(lines: tuple[str, ...], index: int) -> list[str]:
    """The names that the items of a list begin with; `index` is the first line that may belong to it.

    None where an item begins with something else.
    """
    found: list[str] = []
    indent: int | None = None
    for line in lines[index:]:
        if not line.strip() or TARGET.match(line):
            continue
        margin = len(line) - len(line.lstrip())
        match = ITEM.match(line)
        if match and (indent is None or margin == indent):
            indent = margin
            found += [match["name"] or match["plain"], *ANOTHER.findall(line.partition(":")[0])]
        elif margin == indent and line.lstrip()[:2] in ("* ", "- "):
            return []
        elif indent is None or margin <= indent:
            break
    return found


def _kinds(case: Case, shelf: str) -> set[str]:
    """What the release has of a kind: modules of parts, content types of others."""
    aliases = case.facts["aliases"].get(shelf, {})
    if shelf in ("backends", "transports", "pools"):
        return {_parts.module(each) for each in _parts.paths(case, shelf)} - _parts.UNMISSED
    return set(aliases.values()) - {"?"}


def _kind(case: Case, shelf: str, word: str) -> str | None:
    """What a name stands for among them."""
    if shelf in ("backends", "transports", "pools"):
        path = _parts.part(case, shelf, _parts.plain(word))
        return _parts.module(path) if path else None
    kind = case.facts["aliases"].get(shelf, {}).get(word.lower())
    return kind if kind != "?" else None


def _alias(case: Case, shelf: str, kind: str) -> str:
    """A name under which it can be chosen."""
    aliases: Mapping[str, str] = case.facts["aliases"].get(shelf, {})
    parts = shelf in ("backends", "transports", "pools")
    return next(
        alias for alias, path in aliases.items() if path != "?" and (_parts.module(path) if parts else path) == kind
    )


# - Built-in tasks


def _tasks(case: Case, passage: Passage) -> Iterator[Finding]:
    match = TASKS.search(passage.text)
    real = frozenset(case.facts.get("tasks", ()))
    above = [each for each in case.page.samples if each.file == passage.file and each.lines[-1] < passage.first]
    if match is None or not real or not above:
        return
    shown = {each["name"] for each in QUOTED.finditer(above[-1].code)}
    missing, wrong = sorted(real - shown), sorted(shown - real)
    if not shown & real or not (missing or wrong):
        return
    told = [f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing"] if missing else []
    told += [f"{', '.join(wrong)} {'is' if len(wrong) == 1 else 'are'} none of them"] if wrong else []
    yield _found.finding(
        case,
        passage.place(case, match.start("what"), match.end("what")),
        rule="wrong-list",
        severity="wrong-value",
        subject="list:tasks",
        claim=f"the tasks built into Celery are {', '.join(sorted(shown))}",
        observed=f"they are {', '.join(sorted(real))}",
        message=f"of the tasks built into Celery {'; '.join(told)}",
        evidence={"named": sorted(shown), "right": sorted(real)},
    )


# - Dependencies


def _required(case: Case, passage: Passage) -> Iterator[Finding]:
    """Lists of what a distribution depends on, below the passage: each below a title that is its name."""
    for package, bullets in _bullets(case, passage).items():
        try:
            wanted = [Requirement(each) for each in case.facts["requires"][package]]
        except InvalidRequirement:
            continue
        always = {canonicalize_name(each.name) for each in wanted if each.marker is None}
        told = {canonicalize_name(word) for word, _, _ in bullets}
        missing = sorted(always - told)
        wrong = sorted(told - {canonicalize_name(each.name) for each in wanted})
        if not told & always or not (missing or wrong):
            continue
        word, line, column = bullets[0]
        faults = [f"it requires {', '.join(missing)} too"] if missing else []
        faults += [f"it does not require {', '.join(wrong)}"] if wrong else []
        version = case.facts.get("versions", {}).get(package, "")
        yield _found.finding(
            case,
            Place(docs=case.docs.version, file=passage.file, line=line, column=column, end_line=line, text=word),
            rule="wrong-list",
            severity="wrong-value",
            subject=f"list:requires:{package}",
            claim=f"{package} depends on {', '.join(sorted(told))}",
            observed=f"{package} {version} requires {', '.join(sorted(always))}",
            message=f"this is not the list of what {package} {version} depends on: {'; '.join(faults)}",
            evidence={"package": package, "named": sorted(told), "right": sorted(always)},
        )


def _bullets(case: Case, passage: Passage) -> dict[str, list[tuple[str, int, int]]]:
    lines = _prose.lines(case.docs.root, passage.file)
    found: dict[str, list[tuple[str, int, int]]] = {}
    package = ""
    for number in range(passage.first + passage.text.count("\n") + 1, len(lines)):
        line, below = lines[number - 1], lines[number]
        if re.fullmatch(r"([=~^\"'+*#-])\1{2,}\s*", below) and line.strip():
            package = line.strip().lower()
            if package not in case.facts.get("requires", ()):
                break
        elif line.startswith(".. _"):
            break
        elif package and (match := BULLET.fullmatch(line)):
            found.setdefault(package, []).append((match["name"], number, match.start("name") + 1))
    return found
