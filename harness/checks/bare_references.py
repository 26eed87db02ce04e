"""References whose role is missing, stands apart or lacks a part: the reader sees the markup, and no link.

`RabbitMQ <broker-rabbitmq>`        :ref:`RabbitMQ <broker-rabbitmq>`
:file: `proj/celery.py`             :file:`proj/celery.py`
setting:`timezone`                  :setting:`timezone`
:`~select.poll`                     :func:`~select.poll`
`:class:celery.Task`                :class:`celery.Task`
`:task:proj.tasks.add` syntax       ``:task:`proj.tasks.add``` syntax
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from harness.checks import _found, _history, _nearest, _prose, _standard, labels, setting_names
from harness.checks._world import World
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding, Place

name = "bare-references"

rules: Mapping[str, str] = {
    "bare-reference": "a reference without its role, or with half of it: it is shown as it is written",
}

level: CheckName = "none"
sees = frozenset({"literal"})

TARGETED = re.compile(r"(?P<title>[^<>`]+?)\s+<(?P<target>[a-z0-9]+(?:-[a-z0-9]+)+)>")
#: Roles that nobody gives a field of a list the name of.
ROLES = (
    "ref|doc|term|file|command|program|option|envvar|setting|signal|event|class|meth|func|mod|attr|exc|data|const"
    "|pypi|samp|kbd|sig"
)
#: A role without the colon before it.
HALF = re.compile(rf"(?<![\w:`.-])(?P<role>{ROLES}):`$")
APART = re.compile(rf"(?:^|(?<=\s)):(?P<role>{ROLES}):\s+`$")
#: The colon of a role that has no name; at the beginning of a line it may be a field's, before a word a sentence's.
NAMELESS = re.compile(r"(?<=\S\s):`$")
PATH = re.compile(r"(?=.*[.~!])[~!]?[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
#: A role with its target, in the quotes that are the target's.
SHOWN = re.compile(rf":(?P<role>{ROLES}|task):(?P<target>[~!]?[\w.]+)")
#: Words of a sentence that shows how a reference is written.
WRITTEN = re.compile(r"\b(?:syntax|markup|using|writ(?:e|es|ing|ten)|(?:to|you|can|then)\s+type)\b|^Type\b", re.I)
#: Modules of the standard library of which not every system has the same.
SYSTEM = frozenset({"select"})
#: By what a thing is referred to.
BY_KIND: Mapping[str, str] = {"class": "class", "function": "func", "module": "mod"}


def find(case: Case) -> Iterable[Finding]:
    """A finding when a claim is text in single quotes that should be a reference."""
    if (told := in_quotes(case)) is None:
        return
    claim, line, quoted = told
    start = claim.column - 1
    if match := APART.search(line[:start]):
        yield _apart(case, claim, match, quoted)
    elif match := HALF.search(line[:start]):
        yield _half(case, claim, match, quoted)
    elif (match := NAMELESS.search(line[:start])) and PATH.fullmatch(claim.text):
        yield from _nameless(case, claim, match, quoted)
    elif match := SHOWN.fullmatch(claim.text):
        yield _shown(case, claim, match, quoted)
    elif match := TARGETED.fullmatch(claim.text):
        label = _label(case, match["title"], match["target"])
        if label is not None:
            yield _bare(case, claim, match, quoted, label)


def in_quotes(case: Case) -> tuple[Claim, str, str] | None:
    """The case's claim when it is text in single quotes, with its line, and with its quotes as it stands there."""
    claim = case.claim
    if claim is None or claim.kind != "literal" or claim.fields.get("form") != "title-ref" or _history.told(case):
        return None
    line = _prose.line(case, claim.file, claim.line)
    start = claim.column - 1
    quoted = f"`{claim.text}`"
    if "\n" in claim.text or line[start - 1 : start + len(claim.text) + 1] != quoted:
        return None
    return claim, line, quoted


def covers(case: Case) -> bool:
    """Never: that text in single quotes is no reference says nothing of it."""
    return False


def _apart(case: Case, claim: Claim, match: re.Match[str], quoted: str) -> Finding:
    role, column = match["role"], match.start("role")
    text = match.string[column - 1 :].rstrip("`") + quoted
    return _found.finding(
        case,
        _at(case, claim, column, text),
        rule="bare-reference",
        severity="cosmetic",
        subject=f"apart:{role}:{claim.text}",
        observed=f"with a blank behind it, :{role}: is no role",
        message=f"a blank too many: :{role}:{quoted} is meant",
        suggestion=f":{role}:{quoted}",
    )


def _half(case: Case, claim: Claim, match: re.Match[str], quoted: str) -> Finding:
    role = match["role"]
    right: str | None = f":{role}:{quoted}"
    told = f"a colon too few: {right} is meant"
    if role == "setting" and (wrong := _other_setting(case, claim)) is not None:
        right = None if wrong.suggestion is None else f":{role}:`{wrong.suggestion}`"
        told = f"a colon too few, and there is no setting {claim.subject}{_found.meant(right)}"
    return _found.finding(
        case,
        _at(case, claim, match.start("role") + 1, f"{role}:{quoted}"),
        rule="bare-reference",
        severity="cosmetic",
        subject=f"half:{role}:{claim.text}",
        observed=f"without the colon before it, {role}: is no role",
        message=told,
        suggestion=right,
    )


def _nameless(case: Case, claim: Claim, match: re.Match[str], quoted: str) -> Iterable[Finding]:
    role = _role(case, claim.text.lstrip("~!"))
    if role is None:
        return
    right = f":{role}:{quoted}"
    yield _found.finding(
        case,
        _at(case, claim, match.start() + 1, f":{quoted}"),
        rule="bare-reference",
        severity="cosmetic",
        subject=f"nameless:{claim.text}",
        observed="without its name, a colon is no role",
        message=f"the role has no name: {right} is meant",
        suggestion=right,
    )


def _role(case: Case, path: str) -> str | None:
    """The role by which something of the release, or of the standard library, is referred to."""
    thing = World(case.facts).resolve(path) if case.facts else None
    if thing is not None:
        return BY_KIND.get(thing.kind)
    module, _, member = path.rpartition(".")
    if module not in _standard.MODULES and module not in SYSTEM:
        return None
    value = getattr(importlib.import_module(module), member, None)
    return "class" if isinstance(value, type) else "func" if callable(value) else None


def _shown(case: Case, claim: Claim, match: re.Match[str], quoted: str) -> Finding:
    written = f":{match['role']}:`{match['target']}`"
    is_shown = WRITTEN.search(_prose.sentence(case, claim).replace(claim.text, "")) is not None
    return _found.finding(
        case,
        _at(case, claim, claim.column - 1, quoted),
        rule="bare-reference",
        severity="cosmetic",
        subject=f"shown:{claim.text}",
        observed=f"with the quotes around all of it, {match.group()} is no reference",
        message=f"the quotes belong around the target alone: write {written}",
        suggestion=f"``{written}``" if is_shown else written,
    )


def _other_setting(case: Case, claim: Claim) -> Finding | None:
    """What is wrong with the name of a setting, once it is referred to."""
    reference = replace(claim, kind="xref", fields={**claim.fields, "role": "setting"})
    return next(iter(setting_names.find(replace(case, claim=reference))), None)


def _bare(case: Case, claim: Claim, match: re.Match[str], quoted: str, label: str) -> Finding:
    right = f":ref:`{match['title']} <{label}>`"
    also = "" if label == match["target"] else f", and the docs have no label {match['target']}"
    return _found.finding(
        case,
        _at(case, claim, claim.column - 1, quoted),
        rule="bare-reference",
        severity="cosmetic",
        subject=f"bare:{claim.subject}",
        observed=f"without a role it is shown as it stands{also}",
        message=f"no link: {right} is meant",
        suggestion=right,
    )


def _at(case: Case, claim: Claim, column: int, text: str) -> Place:
    return _found.place(case, claim, text, claim.line, column)


def _label(case: Case, title: str, target: str) -> str | None:
    """The label that is meant: the target, one like it, or the only one of its family that the title names."""
    known = labels.known(case.docs.root)
    if target in known:
        return target
    if near := _nearest.nearest(target, known):
        return near
    family = target.partition("-")[0]
    words = re.findall(r"\w+", title.lower())
    named = [each for each in known if each.partition("-")[0] == family and set(words) <= set(each.split("-"))]
    return named[0] if len(named) == 1 else None
