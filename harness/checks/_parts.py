"""Transports, result backends, pools: what the docs call them, and which of them a release has."""

from __future__ import annotations

import re
from collections.abc import Sequence

from harness.checks._world import Missing, World
from harness.interfaces import Case

#: What a word for a kind of part is of.
SHELVES = {"backend": "backends", "transport": "transports", "broker": "transports", "pool": "pools"}
#: What the docs call parts of which neither the alias nor the module has the name.
CALLED = {
    "rabbitmq": "amqp", "memcached": "cache", "filesystem": "file", "sqlalchemy": "database", "gcs": "gs",
    "amazonsqs": "sqs", "amazon sqs": "sqs", "gc pubsub": "gcpubsub",
}  # fmt: skip
#: Parts that others stand for.
STOOD_FOR = frozenset(
    {"kombu.transport.pyamqp", "kombu.transport.librabbitmq", "celery.backends.base", "celery.backends.amqp"}
)
#: Parts that nobody misses: these, and those for trying out.
UNMISSED = STOOD_FOR | {"kombu.transport.memory", "kombu.transport.qpid", "kombu.transport.filesystem"}


def plain(word: str) -> str:
    """The word in small letters, without markup and article; what is in brackets says it more exactly."""
    word = re.sub(r"^the\s+", "", word.strip(), flags=re.I)
    inner = re.search(r"\(([A-Za-z]+)\)", word)
    return " ".join((inner[1] if inner else word).strip("`*\"' ").lower().split())


def paths(case: Case, shelf: str) -> frozenset[str]:
    """The classes of all parts that are there."""
    return frozenset(
        path for path in case.facts["aliases"].get(shelf, {}).values() if path != "?" and there(case, path)
    )


def part(case: Case, shelf: str, word: str) -> str | None:
    """The class of the part that a word names."""
    aliases = {alias.lower(): path for alias, path in case.facts["aliases"].get(shelf, {}).items()}
    path = aliases.get(word) or aliases.get(CALLED.get(word, ""))
    if path is None:
        path = next((each for each in aliases.values() if short(module(each)) == word), None)
    return path if path and path != "?" and there(case, path) else None


def alias(case: Case, shelf: str, word: str) -> str:
    """The alias of the part that a word names; the word itself where there is none."""
    path = part(case, shelf, word)
    aliases = {alias.lower(): each for alias, each in case.facts["aliases"].get(shelf, {}).items()}
    known = (word, CALLED.get(word, ""), *(alias for alias, each in aliases.items() if each == path))
    return next((each for each in known if each in aliases), word) if path else word


def gone(case: Case, shelf: str, word: str) -> str:
    """Why a word is no part of its kind any more; "" when it is one, or may be anything."""
    aliases = case.facts["aliases"]
    if part(case, shelf, word) or shelf not in ("backends", "transports"):
        return ""
    what = "result backend" if shelf == "backends" else "transport"
    others = aliases.get("transports" if shelf == "backends" else "backends", {})
    known = word in aliases.get(shelf, {}) or word in others
    return f"there is no {what} {word}" if known else ""


def there(case: Case, path: str) -> bool:
    """Whether the release has the module of a class."""
    try:
        World(case.facts).module(module(path))
    except Missing:
        return False
    return True


def module(path: str) -> str:
    """The module of a class that an alias stands for."""
    return path.partition(":")[0] if ":" in path else path.rpartition(".")[0]


def short(name: str) -> str:
    """The last part of a module's name."""
    return name.rpartition(".")[2]


def written(name: str, others: Sequence[str]) -> str:
    """The name of a module as the others of its list are written: "gcs" among "Redis" and "Memcached" is "GCS"."""
    marks = {re.sub(r"[\w\s()-]+", " ", other) for other in others}
    mark = marks.pop() if len(marks) == 1 else ""
    if not all(other.lstrip("`*\"'")[:1].isupper() for other in others):
        called = name
    else:
        called = name.capitalize() if re.search("[aeiou]", name) else name.upper()
    return mark.replace(" ", called) if " " in mark else called


def joined(words: Sequence[str]) -> str:
    """The words as a sentence lists them."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)
