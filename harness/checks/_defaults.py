"""The words in which the docs tell a setting's default, as a value, and whether it is the real one."""

from __future__ import annotations

import ast
import datetime
import math
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

#: Parts of a sentence that do not tell the value: remarks in brackets, since when it holds, "by default".
REMARK = re.compile(
    r"\s*\((?:[^()]|\([^()]*\))*\)(?=\W*$|,|\s)|,? since (?:version |celery )?v?[\d.]+\b|\bby default\b"
)
#: A value that brackets tell exactly: "No limit (None)".
BRACKETED = re.compile(r"[\w ]+ \((?P<value>\w+)\)\.?")
SENTENCE = re.compile(r"\.(?=\s+[A-Z]|\s*$)|[,;] (?=which|and|but|or|the|meaning|i\.e)|\s+Type:")
NUMBER = r"[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?"
UNITS = {
    "millisecond": 0.001, "ms": 0.001, "second": 1, "sec": 1, "s": 1, "minute": 60, "min": 60, "hour": 3600,
    "day": 86400, "week": 604800,
}  # fmt: skip
DURATION = re.compile(rf"\b(?P<number>{NUMBER}|one|an?)[ -](?P<unit>{'|'.join(UNITS)})s?\b", re.I)
#: Words before a length of time that say what it is the length of.
EXPIRY = re.compile(r"(?:expires?|after|in|every|is|of)\b[\w ]*", re.I)
ON = re.compile(r"(?:is |are )?(?:enabled|on|yes)", re.I)
OFF = re.compile(r"(?:is |are )?(?:disabled|off)|no", re.I)
NOTHING = re.compile(
    r"(?:no|not|without|never|nothing|unlimited|infinite|unset|undefined|empty)\b.*",
    re.I,
)
EMPTY = re.compile(r"(?:an )?empty (?:list|dict(?:ionary)?|mapping|tuple|set|string)", re.I)
ANOTHER = re.compile(
    r"(?:same as|uses?|taken from|(?:the )?value (?:set )?(?:for|of)|falls back to|defaults to)\b.*?\b"
    r"(?P<name>[a-z]\w*_\w+)\W*(?:setting)?",
    re.I,
)
ELSEWHERE = re.compile(r"(?:see|depends|varies)\b.*", re.I)
COMPUTED = re.compile(r".*\b(?:number of|if|when|unless|depending|current|hostname)\b.*", re.I)
WORD = re.compile(r"[A-Za-z_][\w.:+/-]*")


@dataclass(frozen=True, slots=True)
class Told:
    """What the words say: `form` is value, on, off, nothing, another, computed or elsewhere."""

    form: str
    value: Any = None


def read(text: str) -> Told | None:
    """What "Default: …" says, or None when it cannot be read."""
    whole = " ".join(text.split())
    value = literal(whole.rstrip("."))
    if value is not None:
        return value
    said = REMARK.sub("", whole)
    said = SENTENCE.split(said, maxsplit=1)[0].strip().rstrip(".").strip()
    value = literal(said)
    if value is not None:
        return value
    for pattern, make in READERS:
        match = pattern.fullmatch(said)
        if match:
            made, inside = make(match), BRACKETED.fullmatch(whole)
            exact = literal(inside["value"]) if made.form == "nothing" and inside else None
            return exact if exact is not None and exact.value else made
    duration = DURATION.search(said)
    if duration and EXPIRY.fullmatch(said[: duration.start()].strip() or "is") and not said[duration.end() :].strip():
        return _duration(duration)
    return Told("value", said) if WORD.fullmatch(said) else None


def literal(text: str) -> Told | None:
    """The value of a literal of Python's; infinity too, in any of its spellings."""
    if re.fullmatch(r"""(?:float\()?["']?[+]?inf(?:inity)?["']?\)?""", text, re.I):
        return Told("value", math.inf)
    try:
        return Told("value", ast.literal_eval(text))
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None


def _duration(match: re.Match[str]) -> Told:
    number = 1.0 if match["number"][0] in "oOaA" else float(match["number"])
    return Told("value", number * UNITS[match["unit"].lower()])


READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Told]], ...] = (
    (re.compile("true", re.I), lambda match: Told("value", True)),
    (re.compile("false", re.I), lambda match: Told("value", False)),
    (DURATION, _duration),
    (EMPTY, lambda match: Told("nothing")),
    (ANOTHER, lambda match: Told("another", match["name"])),
    (ELSEWHERE, lambda match: Told("elsewhere")),
    (COMPUTED, lambda match: Told("computed")),
    (ON, lambda match: Told("on")),
    (OFF, lambda match: Told("off")),
    (NOTHING, lambda match: Told("nothing")),
)


def value_of(text: str) -> Told | None:
    """A value as introspection tells it: a literal, or a length of time."""
    try:
        node = ast.parse(text, mode="eval").body
    except SyntaxError:
        return None
    if isinstance(node, ast.Call) and ast.unparse(node.func) in ("datetime.timedelta", "timedelta"):
        try:
            given = {key.arg: ast.literal_eval(key.value) for key in node.keywords if key.arg}
            return Told("value", datetime.timedelta(**given).total_seconds())
        except (ValueError, TypeError):
            return None
    return literal(text)


def same(told: Any, real: Any) -> bool:
    """Whether two values mean the same to Celery: containers by what they hold, numbers by what they are worth."""
    if isinstance(told, bool) or isinstance(real, bool):
        return bool(told == real and isinstance(told, (bool, int, float)) and isinstance(real, (bool, int, float)))
    if isinstance(told, str) and isinstance(real, str):
        return told == real or (told.endswith("://") and real.startswith(told)) or _words(told) == _words(real)
    if isinstance(told, (list, tuple)) and isinstance(real, (list, tuple)):
        return list(told) == list(real)
    if isinstance(told, (set, frozenset)) or isinstance(real, (set, frozenset)):
        return _is_listing(told) and _is_listing(real) and set(told) == set(real)
    return bool(told == real) and _is_listing(told) == _is_listing(real)


def _words(text: str) -> list[str]:
    return text.split()


def _is_listing(value: Any) -> bool:
    return isinstance(value, (list, tuple, set, frozenset))


def agrees(told: Told, real: Any) -> bool:
    """Whether the words may stand for the real value."""
    if told.form == "on":
        return is_on(real)
    if told.form in ("off", "nothing"):
        return is_off(real)
    if told.form != "value":
        # Nothing, or 0, stands for what is computed.
        return real is None or (told.form == "computed" and _is_number(real) and not real)
    if not told.value and not isinstance(told.value, (int, float)):
        return is_off(real) and not (_is_number(real) and real)
    return same(told.value, real) or (told.value is False and real is None)


def is_on(value: Any) -> bool:
    return bool(value) and not (_is_number(value) and value < 0)


def is_off(value: Any) -> bool:
    """Nothing, or a number that Celery takes for nothing."""
    return not value or (_is_number(value) and (value < 0 or math.isinf(value)))


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def contrary(told: Told) -> Told | None:
    """What says the opposite; None where there are many."""
    if told.form in ("on", "off"):
        return Told("off" if told.form == "on" else "on")
    return Told("value", not told.value) if isinstance(told.value, bool) else None


def contradicts(told: Told, real: Any) -> bool:
    """Whether the words cannot stand for the real value, which is none that code would replace."""
    if agrees(told, real):
        return False
    if told.form in ("on", "off"):
        return not real or isinstance(real, (bool, int, float))
    if told.form == "nothing":
        return bool(real) and not isinstance(real, (dict, list, tuple))
    if told.form != "value":
        return False
    if real is None or real == "":
        return bool(told.value)
    if isinstance(told.value, bool) or isinstance(real, bool):
        return isinstance(told.value, bool) and isinstance(real, bool)
    return bool(real) or (_is_number(real) and _is_number(told.value))


def values_of(texts: Collection[str]) -> Iterable[Told]:
    """The values among texts of which some may not be constants."""
    return [value for value in map(value_of, texts) if value is not None]
