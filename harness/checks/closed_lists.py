"""Sentences and fields that tell which transports, backends or pools can do something, and leave no others.

    This is only supported by the ❨amqp, Redis and cache❩ result backends.
    This is used by all result backends except ❨Redis, Memcached and DynamoDB❩: they increment a counter …
    Remote control commands are only supported by the ❨RabbitMQ (amqp) and Redis❩ at this point.
    :pool support: ❨*prefork*, *gevent*❩

"such as", "e.g." and the like always leave others.  A member is wrong when it is none of the release's parts any more,
or when it cannot do what the sentence is about; one is missing when it can.  Where a word is nothing that is known, the
sentence is left alone.

Evidence: `named` is what the docs list and `right` what they should, word → alias, with the `shelf` that these are of
and the `ability` that the sentence is about ("" for none).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from harness.checks import _abilities, _found, _history, _parts, _passages, _prose
from harness.checks._abilities import Ability
from harness.checks._passages import Passage
from harness.interfaces import Case
from harness.model import CheckName, Finding, Place

name = "closed-lists"

rules: Mapping[str, str] = {
    "wrong-list": "a list told to be complete, of which a member is missing or is none",
}

level: CheckName = "none"
sees = frozenset({"claim"})

WORD = r"[`*\"']*[A-Za-z][\w-]*[`*\"']*(?:\s+\([A-Za-z]+\))?"
LIST = rf"(?:the\s+)?(?P<list>{WORD}(?:(?:\s*,\s*(?:and\s+|or\s+)?|\s+and\s+|\s+or\s+)(?:the\s+)?{WORD})*)"
NOUN = r"(?:\s+(?P<noun>(?:result\s+|result\s+store\s+)?backends?|(?:broker\s+)?transports?|brokers?|pools?))?"
ENDS = r"(?=\s*(?:[.,;:)]|$)|\s+(?:at\s+this\s+point|at\s+the\s+moment|currently|so\s+far)\b)"
BY = r"(?:by|with|for|on|in|when\s+using)"
CLOSED = tuple(
    re.compile(pattern + LIST + NOUN + ENDS, re.I | re.M)
    for pattern in (
        rf"\bonly\s+(?:be\s+)?(?:supported|works?|available|implemented)\s+{BY}\s+",
        rf"\b(?:supported|works?|available|implemented)\s+only\s+{BY}\s+",
        r"\ball\s+(?:result\s+)?(?P<of>backends|transports|brokers|pools)\s+except\s+(?:for\s+)?",
        r"\bAvailability:\s+",
        rf"\bonly\s+supported\s+{BY}\s+(?:[\w/-]+\s+){{0,4}}?(?P<of>backends|transports|brokers|pools)\s+\(",
        r"^:(?P<of>broker|pool)\s+support:\s+",
        r"^:supported\s+(?P<of>backends|transports|brokers|pools):\s+",
    )
)
FIELD = re.compile(r"^:(?:(?:broker|pool)\s+support|supported\s+\w+):", re.M)
SPLIT = re.compile(r"\s*,\s*(?:and\s+|or\s+)?|\s+and\s+|\s+or\s+")
#: What stands in all of these: most passages have none of it.
TELLING = re.compile(
    r"\b(?:supported|works?|available|implemented)\s+only\b|\bonly\s+(?:be\s+)?(?:supported|works?|available|implemented)\b"
    r"|\ball\s+(?:result\s+)?\w+\s+except\b|\bAvailability:|\b(?:broker|pool)\s+support:|:supported\s",
    re.I,
)
#: Words of a sentence whose list is of examples.
EXAMPLES = re.compile(
    r"\b(?:such\s+as|e\.g\.|including|for\s+example|for\s+instance|like|etc|among|officially)\b", re.I
)
#: A sentence about what the whole section is about.
THIS = re.compile(r"\b(?:this|that|it|the setting)\b[^.]*\bonly\b", re.I)


def find(case: Case) -> Iterable[Finding]:
    """Findings about the lists in the passages that are the case's claim's."""
    if _applies(case):
        for told in _told(case):
            yield from told.findings(case)


def covers(case: Case) -> bool:
    """Whether a list was held against what the release has."""
    return _applies(case) and any(True for _ in _told(case))


def _applies(case: Case) -> bool:
    return case.claim is not None and "aliases" in case.facts and not _history.told(case)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Told:
    """A list and what is wrong with it."""

    place: Place
    again: tuple[Place, ...]  # the same words in the same section: about the same, whatever is said of it
    shelf: str
    ability: Ability | None
    wrong: Mapping[str, str]  # word → why it is none
    missing: tuple[str, ...]  # modules; one that somebody misses brings in those that nobody does
    right: str | None
    evidence: Mapping[str, Any]

    def findings(self, case: Case) -> Iterator[Finding]:
        if self.wrong or self.missing:
            yield from (self._finding(case, each) for each in (self.place, *self.again))

    def _finding(self, case: Case, place: Place) -> Finding:
        what = self.shelf.replace("backends", "result backends")
        listed = " ".join(self.place.text.split())
        faults = [*self.wrong.values()]
        if self.missing and self.ability:
            missing = ", ".join(map(_parts.short, self.missing))
            faults.append(f"other {what} that {self.ability.what} are missing: {missing}")
        return _found.finding(
            case,
            place,
            rule="wrong-list",
            severity="wrong-value",
            subject=f"list:{self.shelf}:{listed.lower()}",
            claim=f"of the {what}, only {listed}",
            observed="; ".join(faults),
            message=f"the list {listed} is not right: {'; '.join(faults)}",
            suggestion=self.right,
            evidence=self.evidence,
        )


def _told(case: Case) -> Iterator[_Told]:
    for passage in _passages.telling(case, TELLING):
        for pattern in CLOSED:
            for match in pattern.finditer(passage.text):
                sentence = _prose.around(passage.text, match)
                if EXAMPLES.search(sentence) is None and not _history.told_in_prose(sentence):
                    yield from _held(case, passage, match, sentence)


def _held(case: Case, passage: Passage, match: re.Match[str], sentence: str) -> Iterator[_Told]:
    groups = match.groupdict()
    noun = (groups.get("of") or groups["noun"] or "").split()
    shelf = _parts.SHELVES[noun[-1].rstrip("s").lower()] if noun else ""
    ability = _ability(case, passage, match, sentence, shelf)
    shelf = shelf or (ability.shelf if ability else "")
    if not shelf:
        return
    words = SPLIT.split(match["list"])
    gone = {word: why for word in words if (why := _parts.gone(case, shelf, _parts.plain(word)))}
    parts = {word: _parts.part(case, shelf, _parts.plain(word)) for word in words if word not in gone}
    if not all(parts.values()) or (not gone and ability is None) or not any(parts.values()):
        return
    named = {_parts.module(path) for path in parts.values() if path}
    can = {_parts.module(path): ability.has(case, path) for path in _parts.paths(case, shelf)} if ability else {}
    cannot = {
        word: f"{word} is none of those that {ability.what}"
        for word, path in parts.items()
        if ability and path and can.get(_parts.module(path)) is False
    }
    others = sorted(module for module, has in can.items() if has and module not in named)
    missing = [module for module in others if module not in _parts.UNMISSED]
    right = None
    # The whole list is told only where it is short enough for those that nobody misses to be none.
    if ability and "\n" not in match["list"] and missing == others:
        kept = [word for word in words if word not in gone and word not in cannot]
        all_of_them = [*kept, *(_parts.written(_parts.short(module), kept) for module in others)]
        right = ", ".join(all_of_them) if FIELD.match(match[0]) else _parts.joined(all_of_them)
    whole = {word: _parts.alias(case, shelf, _parts.plain(word)) for word in words}
    stay = {word: alias for word, alias in whole.items() if word not in gone and word not in cannot}
    added = {_parts.short(module): _parts.alias(case, shelf, _parts.short(module)) for module in missing}
    place = passage.place(case, match.start("list"), match.end("list"))
    yield _Told(
        place=place,
        again=tuple(_again(case, passage, place)) if right else (),
        shelf=shelf,
        ability=ability,
        wrong={**gone, **cannot},
        missing=tuple(each for each in others if each not in _parts.STOOD_FOR) if missing else (),
        right=right,
        evidence={
            "shelf": shelf,
            "ability": ability.key if ability else "",
            "named": whole,
            "right": {**stay, **added},
        },
    )


def _ability(case: Case, passage: Passage, match: re.Match[str], sentence: str, shelf: str) -> Ability | None:
    """What a sentence, or a field of a section, is about."""
    field = FIELD.match(match[0]) is not None
    if field:
        sentence = _section(case, passage)
    told = (each for each in _abilities.ABILITIES if _is_about(case, each, passage, sentence, shelf, field))
    if (ability := next(told, None)) is not None or field:
        return ability
    setting = _passages.section(case, passage)
    if THIS.search(sentence) and setting in case.facts.get("settings", {}).get("keys", ()):
        return _abilities.reading(setting) if shelf == "backends" else None
    return None


def _is_about(case: Case, ability: Ability, passage: Passage, sentence: str, shelf: str, field: bool) -> bool:
    if shelf not in ("", ability.shelf):
        return False
    if ability.section and (field or THIS.search(sentence)):
        title = _passages.section(case, passage)
        if ability.section.fullmatch(title):
            return True
    words = (ability.words, ability.commands if field else None)
    told = any(each.search(sentence) for each in words if each is not None)
    return told or (ability.scopes is not None and ability.scopes.fullmatch(passage.scope) is not None)


def _section(case: Case, passage: Passage) -> str:
    """The titles that a field stands below, and the text of its section behind it, up to the next title."""
    headings = [each for each in case.page.claims if each.kind == "heading" and each.file == passage.file]
    above = max((each for each in headings if each.line <= passage.first), key=lambda each: each.line, default=None)
    titles = (*above.headings, above.text) if above is not None else ()
    return "\n".join([*titles, *_behind(case, passage)])


def _behind(case: Case, passage: Passage) -> Sequence[str]:
    """The lines of a passage and behind it, up to the next title."""
    headings = [each for each in case.page.claims if each.kind == "heading" and each.file == passage.file]
    end = min((each.line for each in headings if each.line > passage.first), default=0)
    return _prose.lines(case.docs.root, passage.file)[passage.first - 1 : end - 1 if end else None]


def _again(case: Case, passage: Passage, place: Place) -> Iterator[Place]:
    """Where a list of one line stands again behind its own place, as the subject of what is said of it."""
    words = re.compile(rf"\bthe\s+(?P<list>{re.escape(place.text)})(?=\s)", re.I)
    if passage.scope:
        return
    for number, line in enumerate(_behind(case, passage), passage.first):
        for match in words.finditer(line):
            column = match.start("list") + 1
            if match["list"] == place.text and (number, column) != (place.line, place.column):
                yield replace(place, line=number, end_line=number, column=column)
