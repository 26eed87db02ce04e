"""Options of `celery` that a sentence names alone: ``--concurrency``, ``-O fair``, ``--pool=threads``.

A whole command line is another check's.  Here the command is the one that the sentence names, if it names one; else any
command of `celery` may be meant.  An option that no command has is wrong only when it is clearly meant for one that a
command has, and the sentence names no other program that it could be of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from harness import shell_lines
from harness.checks import _click, _found, _history, _nearest, _prose
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "flags"

rules: Mapping[str, str] = {
    "unknown-option": "an option, named alone, that no command of `celery` has, clearly meant for one that it has",
    "wrong-value": "a value of an option, named in a sentence, that the option does not take",
}

level: CheckName = "none"
sees = frozenset({"literal", "xref"})

#: Kinds of claims, and roles of references, whose words may be an option.
FORMS = frozenset({"literal", "title-ref", "samp", "code"})
OPTION = "option"
FLAG = re.compile(r"(?<!\S)(?P<name>--[a-z][a-z0-9-]+|-[A-Za-z](?![A-Za-z-]))(?:(?P<joint>=|\s+)(?P<value>[\w:.]+))?")
#: What stands before an option in a reference to it: that it is no link, the program.
BEFORE = re.compile(r"!?(?:(?P<program>[a-z][\w. -]*?)\s+(?=-))?")
#: Words that run a program: the first is its name.
PROGRAM = re.compile(r":(?:program|command):`(?P<role>[^`]+)`|``(?P<literal>[a-z][\w.-]*\s[^`]*)``")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Flag:
    """An option as it is named: where in the claim's text, of which commands it may be."""

    match: re.Match[str]
    commands: tuple[_click.Command, ...]  # the one that is named, or all
    sure: bool  # no other program is named that it could be of


def find(case: Case) -> Iterable[Finding]:
    """Findings about an option that a claim names."""
    claim = case.claim
    if claim is None:
        return
    for flag in _flags(case, claim):
        options = _having(flag.commands, flag.match["name"])
        if not options and flag.sure and not _having(tuple(_all(case.facts["commands"])), flag.match["name"]):
            yield from _unknown(case, claim, flag)
        elif options:
            yield from _value(case, claim, flag, options)


def covers(case: Case) -> bool:
    """Whether an option was named that the command has; a letter says something only of a command that is named."""
    claim = case.claim
    if claim is None:
        return False
    flags = [flag for flag in _flags(case, claim) if flag.sure]
    return any(
        _having(flag.commands, flag.match["name"]) and (len(flag.commands) == 1 or flag.match["name"].startswith("--"))
        for flag in flags
    )


def _flags(case: Case, claim: Claim) -> Iterator[_Flag]:
    before = BEFORE.match(claim.text) if claim.kind == "xref" else None
    start = before.end() if before is not None else 0
    if (
        not claim.text.startswith("-", start)
        or "commands" not in case.facts
        or not _may_be(claim)
        or _history.told(case)
    ):
        return
    matches = list(FLAG.finditer(" " * start + claim.text[start:]))
    if not matches or matches[0].start() != start:
        return
    sentence = _prose.sentence(case, claim)
    if _history.told_in_prose(sentence):
        return
    tree = case.facts["commands"]
    lines = [shell_lines.words(match["role"] or match["literal"]) for match in PROGRAM.finditer(sentence)]
    if before is not None and before["program"]:  # the reference says itself of which it is
        lines = [shell_lines.words(before["program"])]
    given = [shell_lines.arguments_of("celery", line) for line in lines]
    paths = {_click.parse(tree, [word for word in words if not word.vague]).path for words in given if words}
    named = [_below(tree, path) for path in paths]
    commands = tuple(named) if len(named) == 1 else tuple(_all(tree))
    sure = all(words is not None for words in given)
    for match in matches:
        yield _Flag(match=match, commands=commands, sure=sure)


def _may_be(claim: Claim) -> bool:
    if claim.kind == "xref":
        return claim.fields.get("role") == OPTION
    return claim.kind == "literal" and claim.fields.get("form") in FORMS


def _below(tree: _click.Command, path: tuple[str, ...]) -> _click.Command:
    for part in path[1:]:
        tree = tree["commands"][part]
    return tree


def _all(tree: _click.Command) -> Iterator[_click.Command]:
    yield tree
    for child in tree["commands"].values():
        yield from _all(child)


def _having(commands: tuple[_click.Command, ...], flag: str) -> list[_click.Option]:
    return [each for command in commands for each in command["options"] if flag in (*each["names"], *each["off"])]


def _unknown(case: Case, claim: Claim, flag: _Flag) -> Iterator[Finding]:
    written = flag.match["name"]
    known = {each for command in _all(case.facts["commands"]) for each in _click.names(command)}
    known |= {each for option in case.facts.get("multi", {}).get("options", ()) for each in option["names"]}
    near = _nearest.nearest(written.lstrip("-"), (each.lstrip("-") for each in known if each.startswith("--")))
    if written in known or near is None or not written.startswith("--"):
        return
    yield _found.finding(
        case,
        _found.place(case, claim, written, column=claim.column + flag.match.start("name")),
        rule="unknown-option",
        subject=f"option:celery {written}",
        claim=claim.text,
        observed=f"no command of celery {case.target.celery} has an option {written}",
        message=f"celery has no option {written}{_found.meant('--' + near)}",
        suggestion="--" + near,
    )


def _value(case: Case, claim: Claim, flag: _Flag, options: list[_click.Option]) -> Iterator[Finding]:
    """A value that none of the options takes which have the name, when all of them list theirs."""
    value = flag.match["value"]
    lists: list[Any] = [option["choices"] for option in options]
    if value is None or not all(lists):
        return
    known = {str(each) for choices in lists for each in choices}
    near = _nearest.nearest(value, known)
    if near is None or value.lower() in {each.lower() for each in known}:
        return
    written = flag.match["name"]
    yield _found.finding(
        case,
        _found.place(case, claim, value, column=claim.column + flag.match.start("value")),
        rule="wrong-value",
        subject=f"value:celery {written}:{value}",
        claim=claim.text,
        observed=f"{written} takes {', '.join(sorted(known))}",
        message=f"{written} takes no {value}{_found.meant(near)}",
        suggestion=near,
    )
