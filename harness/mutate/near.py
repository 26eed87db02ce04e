"""Names that are nearly right, as people get them wrong: another number, a slip of the fingers, a synonym."""

from __future__ import annotations

import keyword
import zlib
from collections.abc import Callable, Collection, Iterator

SYNONYMS = {
    "add": "append", "args": "arguments", "backend": "store", "broadcast": "send", "cancel": "stop",
    "child": "worker", "default": "standard", "delete": "remove", "disable": "deactivate", "enable": "activate",
    "exc": "exception", "expires": "expiry", "failure": "error", "format": "style", "get": "fetch",
    "id": "uuid", "limit": "maximum", "link": "callback", "max": "maximum", "name": "title", "queue": "channel",
    "received": "accepted", "result": "outcome", "retries": "attempts", "revoke": "cancel", "send": "publish",
    "set": "assign", "start": "begin", "status": "state", "task": "job", "timeout": "delay", "type": "kind",
    "url": "address", "worker": "node",
}  # fmt: skip


def near(name: str, known: Collection[str]) -> str | None:
    """A name like this one that is none of the known ones; the same each time.  None when there is none."""
    ways: list[Callable[[str], Iterator[str]]] = [_number, _synonym, _slip, _lost]
    turn = zlib.crc32(name.encode()) % len(ways)
    for way in ways[turn:] + ways[:turn]:
        for made in way(name):
            same = made.isidentifier() == name.isidentifier() and not keyword.iskeyword(made)
            if made != name and made not in known and same:
                return made
    return None


def _number(name: str) -> Iterator[str]:
    """Singular and plural, of the last word and then of the first."""
    yield _other_number(name)
    first, mark, rest = name.partition("_")
    if mark and first:
        yield f"{_other_number(first)}_{rest}"


def _other_number(word: str) -> str:
    plural = "S" if word.isupper() else "s"
    return word[:-1] if word[-1:] == plural else word + plural


def _synonym(name: str) -> Iterator[str]:
    for mark in ("_", "-"):
        words = name.split(mark)
        for position, word in enumerate(words):
            other = SYNONYMS.get(word.lower())
            if other is not None:
                yield mark.join([*words[:position], other.upper() if word.isupper() else other, *words[position + 1 :]])


def _slip(name: str) -> Iterator[str]:
    """Two letters in the wrong order, from the middle on."""
    for position in range(len(name) // 2, len(name) - 1):
        first, second = name[position], name[position + 1]
        if first != second and first.isalpha() and second.isalpha():
            yield name[:position] + second + first + name[position + 2 :]


def _lost(name: str) -> Iterator[str]:
    """A letter that is missing, from the middle on."""
    for position in range(len(name) // 2, len(name)):
        if len(name) > 3 and name[position].isalpha():
            yield name[:position] + name[position + 1 :]
