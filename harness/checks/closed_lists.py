"""Lists that are told to be complete, against what the release has.

    This is only supported by the ❨amqp, Redis and cache❩ result backends.
    This is used by all result backends except ❨Redis, Memcached and DynamoDB❩: they increment a counter …
    Remote control commands are only supported by the ❨RabbitMQ (amqp) and Redis❩ at this point.
    This is the list of tasks built into Celery.

Only a sentence that leaves no others is one: "such as", "e.g." and the like never are.  A member is wrong when it is
none of the release's parts any more, or when it cannot do what the sentence is about; one is missing when it can.
Where a word is nothing that is known, the sentence is left alone.

Evidence: `named` is what the docs list and `right` what they should, the names alone of tasks and of what a `package`
requires; of parts word → alias, with the `shelf` that these are of and the `ability` that the sentence is about ("" for
none).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from harness.checks import _found, _history, _passages, _prose
from harness.checks._passages import Passage
from harness.checks._world import Missing, World
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
    )
)
SPLIT = re.compile(r"\s*,\s*(?:and\s+|or\s+)?|\s+and\s+|\s+or\s+")
#: What stands in all of these: most passages have none of it.
TELLING = re.compile(
    r"\b(?:supported|works?|available|implemented)\s+only\b|\bonly\s+(?:be\s+)?(?:supported|works?|available|implemented)\b"
    r"|\ball\s+(?:result\s+)?\w+\s+except\b|\bAvailability:",
    re.I,
)
#: Words of a sentence whose list is of examples.
EXAMPLES = re.compile(
    r"\b(?:such\s+as|e\.g\.|including|for\s+example|for\s+instance|like|etc|among|officially)\b", re.I
)
#: A sentence about what the whole section is about.
THIS = re.compile(r"\b(?:this|that|it|the setting)\b[^.]*\bonly\b", re.I)
SHELVES = {"backend": "backends", "transport": "transports", "broker": "transports", "pool": "pools"}
#: What the docs call parts of which neither the alias nor the module has the name.
CALLED = {
    "rabbitmq": "amqp", "memcached": "cache", "filesystem": "file", "sqlalchemy": "database", "gcs": "gs",
    "amazonsqs": "sqs",
}  # fmt: skip
#: Parts that nobody misses: others stand for them, or they are for trying out.
UNMISSED = frozenset(
    {
        "kombu.transport.pyamqp", "kombu.transport.librabbitmq", "kombu.transport.memory", "kombu.transport.qpid",
        "kombu.transport.filesystem", "celery.backends.base", "celery.backends.amqp",
    }
)  # fmt: skip
BASES = ("celery.backends.base.", "celery.concurrency.base.", "celery.backends.asynchronous.")

# - What parts can do


def _flag(flag: str) -> Callable[[Case, str], bool | None]:
    """Whether a flag of a part's class is set; None when it was not read."""

    def has(case: Case, path: str) -> bool | None:
        for entry in _own(case, path):
            if flag in entry.get("members", ()):
                value = entry["members"][flag].get("value")
                return None if value is None else bool(value == "True")
        return False

    return has


def _counts(case: Case, path: str) -> bool | None:
    """Whether a backend counts the tasks of a chord that have ended, by itself or as the base class does."""
    if any("on_chord_part_return" in entry.get("members", ()) for entry in _own(case, path)):
        return True
    return _flag("implements_incr")(case, path)


def _cleans(case: Case, path: str) -> bool | None:
    """Whether a backend removes what has expired; None where its store may do so by itself."""
    return any("cleanup" in entry.get("members", ()) for entry in _own(case, path)) or None


def _terminates(case: Case, path: str) -> bool | None:
    """Whether a pool can end a job."""
    entries = list(_own(case, path))
    made = any("terminate_job" in entry.get(part, ()) for entry in entries for part in ("members", "instance"))
    return made if entries else None


def _fanout(case: Case, path: str) -> bool | None:
    told: bool | None = case.facts.get("fanout", {}).get(_module(path))
    return told


def _own(case: Case, path: str) -> Iterator[Mapping[str, Any]]:
    """A part's class and its bases, without those of all parts."""
    classes = case.facts.get("classes", {})
    ref = path.replace(":", ".")
    for each in (ref, *classes.get(ref, {}).get("mro", ())):
        if each in classes and not each.startswith(BASES):
            yield classes[each]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Ability:
    """Something that some parts can do: `words`, `scopes` or the `section`'s title tell that a sentence is about it."""

    key: str
    shelf: str
    what: str
    has: Callable[[Case, str], bool | None]
    words: re.Pattern[str] | None = None
    scopes: re.Pattern[str] | None = None
    section: str = ""


ABILITIES = (
    _Ability(
        key="fanout",
        shelf="transports",
        what="have the fanout exchanges that remote control goes through",
        has=_fanout,
        words=re.compile(r"\bremote\s+control\b", re.I),
        scopes=re.compile(r"celery\.bin\.control\.(?:inspect|control)"),
    ),
    _Ability(
        key="counts",
        shelf="backends",
        what="count the tasks of a chord",
        has=_counts,
        words=re.compile(r"\bincrements?\s+a\s+counter\b", re.I),
    ),
    _Ability(
        key="joins",
        shelf="backends",
        what="support native joins",
        has=_flag("supports_native_join"),
        scopes=re.compile(r".*\.(?:join_native|iter_native)"),
    ),
    _Ability(
        key="cleans",
        shelf="backends",
        what="remove what has expired",
        has=_cleans,
        section="result_expires",
    ),
    _Ability(
        key="terminates",
        shelf="pools",
        what="can terminate a job",
        has=_terminates,
        words=re.compile(r"\bterminate\s+only\b", re.I),
    ),
)

# - Tasks, and what is required

TASKS = re.compile(
    r"\bThis\s+is\s+the\s+(?:complete\s+|full\s+)?(?P<what>list\s+of\s+(?:all\s+)?(?:tasks\s+built\s+into\s+Celery|built-in\s+tasks))\b"
)
QUOTED = re.compile(r"(?P<quote>['\"])(?P<name>celery\.\w+)(?P=quote)")
REQUIRED = re.compile(r"\b(?:list\s+of\s+dependencies\s+(?:is|are)|depends\s+on\s+the\s+following\s+packages)\s*:")
BULLET = re.compile(r"\s*[-*]\s+(?::pypi:)?`+(?P<name>[\w.-]+)`+_*\s*")


def find(case: Case) -> Iterable[Finding]:
    """Findings about the lists in the passages that are the case's claim's."""
    if not _applies(case):
        return
    for told in _told(case):
        yield from told.finding(case)
    for passage in _passages.telling(case, TASKS):
        yield from _tasks(case, passage)
    for passage in _passages.telling(case, REQUIRED):
        yield from _required(case, passage)


def covers(case: Case) -> bool:
    """Whether a list was held against what the release has."""
    return _applies(case) and any(True for _ in _told(case))


def _applies(case: Case) -> bool:
    return case.claim is not None and "aliases" in case.facts and not _history.told(case)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Told:
    """A list and what is wrong with it."""

    place: Place
    shelf: str
    ability: _Ability | None
    wrong: Mapping[str, str]  # word → why it is none
    missing: tuple[str, ...]  # modules
    right: str | None
    evidence: Mapping[str, Any]

    def finding(self, case: Case) -> Iterator[Finding]:
        if not self.wrong and not self.missing:
            return
        what = self.shelf.replace("backends", "result backends")
        listed = " ".join(self.place.text.split())
        faults = [*self.wrong.values()]
        if self.missing and self.ability:
            missing = ", ".join(map(_short, self.missing))
            faults.append(f"other {what} that {self.ability.what} are missing: {missing}")
        yield _found.finding(
            case,
            self.place,
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
    shelf = SHELVES[noun[-1].rstrip("s").lower()] if noun else ""
    ability = next((each for each in ABILITIES if _is_about(case, each, passage, sentence, shelf)), None)
    shelf = shelf or (ability.shelf if ability else "")
    if not shelf:
        return
    words = SPLIT.split(match["list"])
    gone = {word: why for word in words if (why := _gone(case, shelf, _plain(word)))}
    parts = {word: _part(case, shelf, _plain(word)) for word in words if word not in gone}
    if not all(parts.values()) or (not gone and ability is None) or not any(parts.values()):
        return
    named = {_module(path) for path in parts.values() if path}
    can = {_module(path): ability.has(case, path) for path in _paths(case, shelf)} if ability else {}
    cannot = {
        word: f"{word} is none of those that {ability.what}"
        for word, path in parts.items()
        if ability and path and can.get(_module(path)) is False
    }
    others = sorted(module for module, has in can.items() if has and module not in named)
    missing = [module for module in others if module not in UNMISSED]
    right = None
    # The whole list is told only where it is short enough for those that nobody misses to be none.
    if ability and "\n" not in match["list"] and missing == others:
        kept = [word for word in words if word not in gone and word not in cannot]
        right = _joined([*kept, *(_written(_short(module), kept) for module in others)])
    whole = {word: _alias(case, shelf, _plain(word)) for word in words}
    stay = {word: alias for word, alias in whole.items() if word not in gone and word not in cannot}
    yield _Told(
        place=passage.place(case, match.start("list"), match.end("list")),
        shelf=shelf,
        ability=ability,
        wrong={**gone, **cannot},
        missing=tuple(missing),
        right=right,
        evidence={
            "shelf": shelf,
            "ability": ability.key if ability else "",
            "named": whole,
            "right": {**stay, **{_short(module): _alias(case, shelf, _short(module)) for module in missing}},
        },
    )


def _is_about(case: Case, ability: _Ability, passage: Passage, sentence: str, shelf: str) -> bool:
    if shelf not in ("", ability.shelf):
        return False
    if ability.section and THIS.search(sentence) and _passages.section(case, passage) == ability.section:
        return True
    told = ability.words is not None and ability.words.search(sentence) is not None
    return told or (ability.scopes is not None and ability.scopes.fullmatch(passage.scope) is not None)


def _plain(word: str) -> str:
    word = re.sub(r"^the\s+", "", word.strip(), flags=re.I)
    inner = re.search(r"\(([A-Za-z]+)\)", word)
    return (inner[1] if inner else word).strip("`*\"' ").lower()


def _paths(case: Case, shelf: str) -> frozenset[str]:
    """The classes of all parts that are there."""
    return frozenset(
        path for path in case.facts["aliases"].get(shelf, {}).values() if path != "?" and _there(case, path)
    )


def _part(case: Case, shelf: str, word: str) -> str | None:
    """The class of the part that a word names."""
    aliases = {alias.lower(): path for alias, path in case.facts["aliases"].get(shelf, {}).items()}
    path = aliases.get(word) or aliases.get(CALLED.get(word, ""))
    if path is None:
        path = next((each for each in aliases.values() if _short(_module(each)) == word), None)
    return path if path and path != "?" and _there(case, path) else None


def _alias(case: Case, shelf: str, word: str) -> str:
    """The alias of the part that a word names; the word itself where there is none."""
    path = _part(case, shelf, word)
    aliases = {alias.lower(): each for alias, each in case.facts["aliases"].get(shelf, {}).items()}
    known = (word, CALLED.get(word, ""), *(alias for alias, each in aliases.items() if each == path))
    return next((each for each in known if each in aliases), word) if path else word


def _gone(case: Case, shelf: str, word: str) -> str:
    """Why a word is no part of its kind any more; "" when it is one, or may be anything."""
    aliases = case.facts["aliases"]
    if _part(case, shelf, word) or shelf not in ("backends", "transports"):
        return ""
    what = "result backend" if shelf == "backends" else "transport"
    others = aliases.get("transports" if shelf == "backends" else "backends", {})
    known = word in aliases.get(shelf, {}) or word in others
    return f"there is no {what} {word}" if known else ""


def _there(case: Case, path: str) -> bool:
    try:
        World(case.facts).module(_module(path))
    except Missing:
        return False
    return True


def _module(path: str) -> str:
    return path.partition(":")[0] if ":" in path else path.rpartition(".")[0]


def _short(module: str) -> str:
    return module.rpartition(".")[2]


def _written(name: str, others: Sequence[str]) -> str:
    """The name of a module as the others of its list are written: "gcs" among "Redis" and "Memcached" is "GCS"."""
    if not all(other[:1].isupper() for other in others):
        return name
    return name.capitalize() if re.search("[aeiou]", name) else name.upper()


def _joined(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


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
