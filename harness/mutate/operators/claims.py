"""A claim outside samples names what is not there, or tells another value: an operator a kind of claim."""

from __future__ import annotations

import builtins
import re
import sys
from collections.abc import Callable, Iterator, Mapping

from harness.model import Claim
from harness.mutate import Material, Mutant, Operator
from harness.mutate.near import near

WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]{2,}")
NUMBER = re.compile(r"(?<![\w.-])\d+(?![\w-]|\.\d)")
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
    if re.fullmatch(r"[A-Za-z_][\w.]*(\(.*\))?", text) and re.search(r"[.(]", text):
        name = text.partition("(")[0].rpartition(".")[2]
        if name in dir(builtins) or text.partition(".")[0] in sys.stdlib_module_names:
            return  # Python's, whatever the release has of that name
        if name in material.known and (new := near(name, material.known | material.settings)):
            yield text.partition("(")[0].rindex(name), name, new


def _value(material: Material, claim: Claim, text: str) -> Iterator[tuple[int, str, str]]:
    """Another default: a number one more, no for yes."""
    if number := NUMBER.search(text):
        yield number.start(), number[0], str(int(number[0]) + 1)
        return
    for old, new in (("True", "False"), ("False", "True"), ("Enabled", "Disabled"), ("Disabled", "Enabled"),
                     ("None", "True")):  # fmt: skip
        if old in text:
            yield text.index(old), old, new
            return
    yield from _renamed(material, claim, text)


def _version(material: Material, claim: Claim, text: str) -> Iterator[tuple[int, str, str]]:
    """The minor release before, or after the first of a major one."""
    if found := re.fullmatch(r"(\d+)\.(\d+)(.*)", text):
        minor = int(found[2]) - 1 if found[2] != "0" else 1
        yield 0, text, f"{found[1]}.{minor}{found[3]}"


def _number(material: Material, claim: Claim, text: str) -> Iterator[tuple[int, str, str]]:
    """A number of a sentence that has an experiment, one more."""
    if number := NUMBER.search(text):
        yield number.start(), number[0], str(int(number[0]) + 1)


CHANGES: Mapping[str, Change] = {
    "setting": _renamed, "default": _value, "renamed": _renamed, "xref": _reference, "literal": _literal,
    "parameter": _renamed, "argument": _renamed, "field": _renamed, "attribute": _renamed, "state": _renamed,
    "signal": _renamed, "event": _renamed, "control": _renamed, "command": _renamed, "object": _renamed,
    "raises": _renamed, "type": _renamed, "auto": _renamed, "envvar": _renamed, "version": _version,
    "argument-default": _value, "experiment": _number,
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
                    named=change not in (_value, _version, _number),
                )

    return mutants


#: By name: "claim-setting", "claim-default", …
OPERATORS: Mapping[str, Operator] = {f"claim-{kind}": _operator(kind, change) for kind, change in CHANGES.items()}
