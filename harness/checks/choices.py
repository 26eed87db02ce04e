"""Names that can be chosen: of pools, serializers, compressions, transports, result backends, states and log levels.

    The backend used to store task results.  Can be one of the following:

    * ``rpc``
        Send results back as AMQP messages.

    A string identifying the default serialization method to use.  Can be `json`, `pickle`, `yaml` or `msgpack`.

    The ``solo`` pool supports remote control commands.

A name is looked up in a list or sentence that tells of one kind, and right before the word for that kind.  Others may
bring parts of their own: a name is wrong when it is clearly meant for one that the release has, when it is that of the
module which the release has under another name, or when it stands for a module that is gone.

And what a sample sets `cache_backend` to: a client of the cache backend's, or a key of Django's CACHES.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from harness.checks import _caches, _found, _history, _nearest, _prose
from harness.checks._world import Missing, World
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "choices"

rules: Mapping[str, str] = {
    "unknown-choice": "a pool, serializer, compression, transport, backend, cache, state or level that is not there",
}

level: CheckName = "none"
sees = frozenset({"literal", "sample", "state", "xref"})

#: The kinds of parts: the words for each.
SHELVES = {
    "pools": r"pools?|concurrency",
    "serializers": r"serializers?|serialization",
    "compressions": r"compress\w*",
    "backends": r"(?:result[ _])?backends?|result stores?",
    "transports": r"(?:broker )?transports?|brokers?",
    "states": r"states?",
    "levels": r"(?:log(?:ging)? ?)?levels?",
}
#: Packages whose modules hold a kind of part, each module under the name of one.
MODULES = {"pools": "celery.concurrency", "backends": "celery.backends", "transports": "kombu.transport"}
#: Behind a name: the word for its kind, and nothing that makes it the name of something else.
BEHIND = {
    shelf: re.compile(rf"[`\"']*\s+(?:{words})\b(?!\s+(?:options?|url|settings?|argument|string|key))")
    for shelf, words in SHELVES.items()
}
TOLD = {shelf: re.compile(rf"(?<![A-Za-z])(?:{words})(?![A-Za-z])", re.I) for shelf, words in SHELVES.items()}
ITEM = re.compile(r"(?P<indent>\s*)[-*]\s+(?P<quote>``?)(?P<name>[\w-]+)(?P=quote)(?!`)")
PART = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
#: A sentence that gives a choice, and the names in it.
CHOICE = re.compile(r"\b(?:can be|may be|must be|should be|one of|either|choices?|available|supported)\b", re.I)
NAMED = re.compile(r"(?<!`)(?::const:)?(?P<quote>``?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?P=quote)(?!`)")
#: Names of fewer letters are as near to another as to none.
LONG = 4
#: Roles of references that may stand around a level.
LEVELS = frozenset({"const", "data"})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Choice:
    """A name, of a part of one kind."""

    shelf: str
    name: str
    listed: bool = False  # among those that can be chosen


def find(case: Case) -> Iterable[Finding]:
    """A finding when the case's claim names a part that the release does not have, or its sample sets a wrong one."""
    if case.sample is not None:
        yield from _caches.find(case, case.sample)
    claim, choice = case.claim, _choice(case)
    if claim is None or choice is None or choice.name in _known(case, choice.shelf):
        return
    right, why = _wrong(case, choice)
    if why and not _history.told_in_prose(_prose.sentence(case, claim)):
        what = choice.shelf.removesuffix("s").replace("backend", "result backend")
        yield _found.finding(
            case,
            _found.place(case, claim, claim.text),
            rule="unknown-choice",
            subject=f"{choice.shelf}:{choice.name}",
            claim=f"{choice.name} is a {what}",
            observed=why,
            message=f"there is no {what} {choice.name}{_found.meant(right)}",
            suggestion=claim.text.replace(choice.name, right) if right else None,
        )


def covers(case: Case) -> bool:
    """Whether the name is one that the release has."""
    choice = _choice(case)
    return choice is not None and choice.name in _known(case, choice.shelf)


def _choice(case: Case) -> _Choice | None:
    claim = case.claim
    if claim is None or "aliases" not in case.facts or claim.fields.get("exact") == "no":
        return None
    name = claim.text.strip("\"'").removesuffix("://")
    by_role = claim.kind == "xref" and claim.fields.get("role") in LEVELS and name.isupper()
    may_be = claim.kind == "state" or ((by_role or claim.kind == "literal") and PART.fullmatch(name))
    if not may_be or _history.told(case):
        return None
    if claim.kind == "state":
        return _Choice(shelf="states", name=claim.subject)
    if shelf := _behind(case, claim):
        return _Choice(shelf=shelf, name=name)
    shelf = _of_list(case, claim) or _of_sentence(case, claim)
    return _Choice(shelf=shelf, name=name, listed=True) if shelf else None


def _known(case: Case, shelf: str) -> frozenset[str]:
    if shelf == "levels":
        worker = case.facts.get("commands", {}).get("commands", {}).get("worker", {})
        return frozenset(
            each
            for option in worker.get("options", ())
            if "--loglevel" in option["names"]
            for each in option["choices"] or ()
        )
    if shelf == "states":
        states = case.facts.get("states", {})
        made = (
            name
            for module in case.facts["modules"].values()
            for name, entry in module["members"].items()
            if name.isupper() and entry.get("value") == repr(name)
        )
        return frozenset([*states.get("names", {}).values(), *states.get("sets", ()), *made])
    aliases = case.facts["aliases"].get(shelf, {})
    there = (each for each, path in aliases.items() if shelf not in MODULES or _is_there(case, path))
    return frozenset([*there, *case.facts.get("optional", {}).get(shelf, ())])


def _is_there(case: Case, path: str) -> bool:
    """Whether the module of an alias is in the release, as far as that is known."""
    try:
        World(case.facts).module(path.partition(":")[0]) if ":" in path else None
    except Missing:
        return False
    return True


def _behind(case: Case, claim: Claim) -> str:
    """The kind of part that the word right behind a name tells; "" when it tells none."""
    lines = _prose.lines(case.docs.root, claim.file)[claim.line - 1 : claim.line + 1]
    text = "\n".join(lines)[claim.column - 1 :]
    if not text.startswith(claim.text):
        return ""
    return next((shelf for shelf, words in BEHIND.items() if words.match(text[len(claim.text) :])), "")


# - Lists


def _of_list(case: Case, claim: Claim) -> str:
    """The kind of part that a list tells of whose item begins with the claim; "" for any other."""
    lines = _prose.lines(case.docs.root, claim.file)
    index = claim.line - 1
    match = ITEM.match(lines[index]) if index < len(lines) else None
    if match is None or match.start("name") != claim.column - 1 or claim.scope:
        return ""
    first, names = _items(lines, index, len(match["indent"]))
    lead = _lead(lines, first)
    return _told(case, lead, names) or _told(case, claim.headings[-1] if claim.headings else "", names)


def _of_sentence(case: Case, claim: Claim) -> str:
    """The kind of part that a sentence lets choose from; "" for any other sentence."""
    if claim.scope:
        return ""
    sentence = _prose.sentence(case, claim)
    if CHOICE.search(sentence) is None:
        return ""
    names = [match["name"] for match in NAMED.finditer(sentence)]
    return _told(case, sentence, names) or _told(case, claim.headings[-1] if claim.headings else "", names)


def _told(case: Case, words: str, names: list[str]) -> str:
    """The kind of part that words tell of, and that most of the names are of: a single one might be anything."""
    for shelf in (shelf for shelf, told in TOLD.items() if told.search(words)):
        known = _known(case, shelf)
        have = sum(each in known for each in names)
        if have >= 2 and 2 * have > len(names):
            return shelf
    return ""


def _items(lines: tuple[str, ...], index: int, indent: int) -> tuple[int, list[str]]:
    """The first line of the list that holds a line, and the names that its items begin with."""
    first = last = index
    while first > 0 and _belongs(lines[first - 1], indent):
        first -= 1
    while last + 1 < len(lines) and _belongs(lines[last + 1], indent):
        last += 1
    while not lines[first].strip():
        first += 1
    found = (ITEM.match(line) for line in lines[first : last + 1])
    return first, [match["name"] for match in found if match and len(match["indent"]) == indent]


def _belongs(line: str, indent: int) -> bool:
    margin = len(line) - len(line.lstrip())
    return (
        not line.strip()
        or margin > indent
        or (margin == indent and line[indent] in "-*" and line[indent + 1 :][:1] == " ")
    )


def _lead(lines: tuple[str, ...], first: int) -> str:
    """The lines right above a list: a paragraph, or the item that it is nested in."""
    found: list[str] = []
    for line in reversed(lines[:first]):
        if not line.strip() and found:
            break
        if line.strip():
            found.append(line.strip())
    return " ".join(reversed(found))


# - What is wrong


def _wrong(case: Case, choice: _Choice) -> tuple[str | None, str]:
    """What to write instead, when that is plain, and why the name is wrong for certain; "" when it may not be."""
    known = _known(case, choice.shelf)
    aliases = case.facts["aliases"].get(choice.shelf, {})
    if choice.name in aliases:
        # A sentence may name it to say that it is not to be used.
        return None, "" if not choice.listed else f"its module, {aliases[choice.name].partition(':')[0]}, is gone"
    module = f"{MODULES[choice.shelf]}.{choice.name}" if choice.shelf in MODULES else ""
    names = [each for each in known if aliases.get(each, "").partition(":")[0] == module]
    if module in case.facts["modules"] and len(names) == 1:
        return names[0], f"the name of {module} is {names[0]}"
    near = _nearest.nearest(choice.name, known) if len(choice.name) >= LONG else None
    return near, f"{choice.shelf} are {', '.join(sorted(known))}" if near else ""
