"""A claim outside samples names what is not there, or tells another value: an operator a kind of claim."""

from __future__ import annotations

import builtins
import datetime
import functools
import math
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping

from harness.model import Claim
from harness.mutate import Material, Mutant, Operator
from harness.mutate.near import near

WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]{2,}")
NUMBER = re.compile(r"(?<![\w.-])(?P<whole>\d+)(?P<rest>\.\d+)?(?![\w-]|\.\d)")
SINCE = re.compile(r"\b(?:since|version|before|from)\s+$")
#: Names of Python's own, and parts of a path that are the reader's.
PYTHONS = frozenset(dir(builtins)).union(*(dir(each) for each in (datetime, functools, math, time)))
READERS = frozenset({"proj", "tasks", "foo", "bar", "feed", "my", "myapp", "cassandra", "rabbitmq"})
#: Packages of which it is known what is in them.
PACKAGES = frozenset({"celery", "kombu"})
#: Roles whose target is a name of the release.
ROLES = frozenset({"class", "meth", "func", "attr", "mod", "exc", "data", "const", "obj", "setting", "signal", "event",
                   "option", "state", "control", "sig", "task", "program", "envvar"})  # fmt: skip

#: What could stand in the words' stead: (offset in the line's words, old, new).
Change = Callable[[Material, Claim, str], Iterator[tuple[int, str, str]]]


def _renamed(material: Material, claim: Claim, text: str) -> Iterator[tuple[int, str, str]]:
    """The last name of the words."""
    words = list(WORD.finditer(text))
    if words and (new := near(words[-1][0], material.known | material.settings)):
        yield words[-1].start(), words[-1][0], new


def _reference(material: Material, claim: Claim, text: str) -> Iterator[tuple[int, str, str]]:
    if claim.fields.get("role") in ROLES:
        yield from _renamed(material, claim, text)


def _literal(material: Material, claim: Claim, text: str) -> Iterator[tuple[int, str, str]]:
    """Names of the release with dots in them, or that are called."""
    if claim.fields.get("form") == "file" or material.gone(claim):
        return  # what is not there any more is no fault, however it is spelt
    if re.fullmatch(r"[A-Za-z_][\w.]*(\(.*\))?", text) and re.search(r"[.(]", text):
        path = text.partition("(")[0]
        around, _, name = path.rpartition(".")
        if (
            name in PYTHONS
            or path.partition(".")[0] in sys.stdlib_module_names
            or not READERS.isdisjoint(path.split("."))
        ):
            return  # Python's or the reader's, whatever the release has of that name
        if around.partition(".")[0] in PACKAGES and not (material.celery(around) or material.celery(path)):
            return  # of what has been there, and is told so
        if _is_defined(material, name):
            return
        if name in material.known and (new := near(name, material.known | material.settings)):
            yield path.rindex(name), name, new


def _is_defined(material: Material, name: str) -> bool:
    """Whether a sample of the page makes something of that name."""
    defined = re.compile(rf"^\s*(?:>>> |\.\.\. )?(?:(?:async )?def|class) {re.escape(name)}\b", re.M)
    return any(defined.search(sample.code) for sample in material.page.samples)


def _value(material: Material, claim: Claim, text: str) -> Iterator[tuple[int, str, str]]:
    """Another default: a number one more, no for yes, a value misspelt."""
    if (number := NUMBER.search(text)) and not SINCE.search(text[: number.start()]):
        yield number.start(), number[0], _one_more(number)
        return
    for old, new in (("True", "False"), ("False", "True"), ("Enabled", "Disabled"), ("Disabled", "Enabled"),
                     ("None", "True")):  # fmt: skip
        if old in text:
            yield text.index(old), old, new
            return
    # Prose, where it is not one word, is no value.
    if claim.fields.get("form") != "text" or re.fullmatch(r"[\w\"'-]+\.?", text):
        yield from _renamed(material, claim, text)


def _one_more(number: re.Match[str]) -> str:
    return f"{int(number['whole']) + 1}{number['rest'] or ''}"


def _version(material: Material, claim: Claim, text: str) -> Iterator[tuple[int, str, str]]:
    """The minor release before, or after the first of a major one; or a digit twice."""
    if found := re.fullmatch(r"(\d+)\.(\d+)(.*)", text):
        minor = int(found[2]) - 1 if found[2] != "0" else 1
        yield 0, text, f"{found[1]}.{minor}{found[3]}"
        if found[2] != "0":
            yield 0, text, f"{found[1]}.{found[2]}{found[2]}{found[3]}"


def _command(material: Material, claim: Claim, text: str) -> Iterator[tuple[int, str, str]]:
    """The program that a command names, and the sub-command of Celery's."""
    words = list(re.finditer(r"\S+", text))
    if text.startswith("celery ") and re.fullmatch(WORD, words[1][0]):
        words = words[1:]
    if words and re.fullmatch(r"[a-z][\w-]{2,}", words[0][0]) and (new := near(words[0][0], material.known)):
        yield words[0].start(), words[0][0], new


CHANGES: Mapping[str, Change] = {
    "setting": _renamed, "default": _value, "renamed": _renamed, "xref": _reference, "literal": _literal,
    "parameter": _renamed, "argument": _renamed, "field": _renamed, "attribute": _renamed, "state": _renamed,
    "signal": _renamed, "event": _renamed, "control": _renamed, "command": _command, "object": _renamed,
    "raises": _renamed, "type": _renamed, "auto": _renamed, "envvar": _renamed, "version": _version,
    "argument-default": _value,
}  # fmt: skip


def _operator(kind: str, change: Change) -> Operator:
    def mutants(material: Material) -> Iterator[Mutant]:
        for claim in material.page.claims:
            if claim.kind != kind or claim.historical:
                continue
            lines = material.lines(claim.file)
            # What stands at the claim's column, which may be wrapped there.
            text = claim.text.split("\n")[0]
            if not 0 < claim.line <= len(lines) or not lines[claim.line - 1].startswith(text, claim.column - 1):
                continue
            for offset, old, new in change(material, claim, text):
                yield Mutant(
                    file=claim.file,
                    line=claim.line,
                    column=claim.column + offset,
                    old=old,
                    new=new,
                    kind=claim.kind,
                    page=material.page.name,
                    claim=claim.key,
                    named=change not in (_value, _version),
                )

    return mutants


#: By name: "claim-setting", "claim-default", …
OPERATORS: Mapping[str, Operator] = {f"claim-{kind}": _operator(kind, change) for kind, change in CHANGES.items()}
