"""What some transports, result backends and pools can do and others cannot, as far as facts and source tell."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.checks import _parts
from harness.interfaces import Case

BASES = ("celery.backends.base.", "celery.concurrency.base.", "celery.backends.asynchronous.")
#: A method that hands on what a part was made with, and uses nothing of it.
COPYING = "__reduce__"


@dataclass(frozen=True, kw_only=True, slots=True)
class Ability:
    """Something that some parts can do: `words`, `scopes` or the `section`'s title tell that a sentence is about it.

    `commands` tell it of the section of a field.

    `has` says of a class, by its path, whether it can; None when that is not known.
    """

    key: str
    shelf: str
    what: str
    has: Callable[[Case, str], bool | None]
    words: re.Pattern[str] | None = None
    scopes: re.Pattern[str] | None = None
    section: re.Pattern[str] | None = None
    commands: re.Pattern[str] | None = None


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
    """Whether a backend removes what has expired, or has its store do so; None where the store may by itself."""
    if any("cleanup" in entry.get("members", ()) for entry in _own(case, path)):
        return True
    return "ttl=self.expires" in _source(case, path) or None


def _made(method: str) -> Callable[[Case, str], bool | None]:
    """Whether a part has a method, of its class or made when it starts; None when the class was not read."""

    def has(case: Case, path: str) -> bool | None:
        entries = list(_own(case, path))
        made = any(method in entry.get(part, ()) for entry in entries for part in ("members", "instance"))
        return made if entries else None

    return has


def _told(kind: str) -> Callable[[Case, str], bool | None]:
    """What the facts say of a transport's module."""

    def has(case: Case, path: str) -> bool | None:
        told: bool | None = case.facts.get(kind, {}).get(_parts.module(path))
        return told

    return has


def reading(setting: str) -> Ability:
    """That a backend's own code reads a setting; where it does not, that of all backends may."""

    def has(case: Case, path: str) -> bool | None:
        names = {setting, setting.partition("_")[2]}
        return bool(names & _words(case.docs.root, _file(path))) or None

    return Ability(key=f"reads {setting}", shelf="backends", what=f"make use of {setting}", has=has)


def _own(case: Case, path: str) -> Iterator[Mapping[str, Any]]:
    """A part's class and its bases, without those of all parts."""
    classes = case.facts.get("classes", {})
    ref = path.replace(":", ".")
    for each in (ref, *classes.get(ref, {}).get("mro", ())):
        if each in classes and not each.startswith(BASES):
            yield classes[each]


def _file(path: str) -> str:
    return _parts.module(path).replace(".", "/")


def _source(case: Case, path: str) -> str:
    return _read(case.docs.root, _file(path))


@functools.lru_cache(maxsize=256)
def _read(root: str, file: str) -> str:
    """The text of a module of the release; "" when it has none."""
    for end in (".py", "/__init__.py"):
        try:
            return Path(root, file + end).read_text(encoding="utf-8")
        except (OSError, ValueError):
            continue
    return ""


@functools.lru_cache(maxsize=256)
def _words(root: str, file: str) -> frozenset[str]:
    """Attributes of itself that a module's classes read, and strings of one word in it."""
    try:
        tree = ast.parse(_read(root, file))
    except SyntaxError:
        return frozenset()
    found: set[str] = set()
    waiting: list[ast.AST] = [tree]
    for node in waiting:
        if isinstance(node, ast.FunctionDef) and node.name == COPYING:
            continue
        waiting.extend(ast.iter_child_nodes(node))
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load) and ast.unparse(node.value) == "self":
            found.add(node.attr)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
    return frozenset(found)


ABILITIES = (
    Ability(
        key="fanout",
        shelf="transports",
        what="have the fanout exchanges that remote control goes through",
        has=_told("fanout"),
        words=re.compile(r"\bremote\s+control\b", re.I),
        commands=re.compile(r"`celery\s[^`\n]*\b(?:control|inspect)\s"),
        scopes=re.compile(r"celery\.bin\.control\.(?:inspect|control)"),
    ),
    Ability(
        key="asynchronous",
        shelf="transports",
        what="are asynchronous",
        has=_told("asynchronous"),
        words=re.compile(r"\basync(?:hronous)?\s+I/O\b", re.I),
    ),
    Ability(
        key="counts",
        shelf="backends",
        what="count the tasks of a chord",
        has=_counts,
        words=re.compile(r"\bincrements?\s+a\s+counter\b", re.I),
    ),
    Ability(
        key="joins",
        shelf="backends",
        what="support native joins",
        has=_flag("supports_native_join"),
        scopes=re.compile(r".*\.(?:join_native|iter_native)"),
    ),
    Ability(
        key="adds",
        shelf="backends",
        what="add to a chord",
        has=_made("add_to_chord"),
        scopes=re.compile(r".*\.add_to_chord"),
    ),
    Ability(
        key="cleans",
        shelf="backends",
        what="remove what has expired",
        has=_cleans,
        section=re.compile("result_expires"),
    ),
    Ability(
        key="terminates",
        shelf="pools",
        what="can terminate a job",
        has=_made("terminate_job"),
        words=re.compile(r"\bterminate\s+only\b", re.I),
    ),
    Ability(
        key="grows",
        shelf="pools",
        what="can grow and shrink",
        has=_made("grow"),
        section=re.compile("auto-?scal(?:ing|er)", re.I),
    ),
)
