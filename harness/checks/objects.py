"""Methods that a page describes with their parameters: the real ones take parameters of these names.

A page seldom says of which class they are (`timer.call_after`, or `on_success` alone).  The class is the one of the
release that has most of the methods described in the section and takes most of what they are said to take; when that
is none, or more than one, nothing is said.
"""

from __future__ import annotations

import ast
import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from harness.checks import _found, _history, _misnamed, _nearest, _prose
from harness.checks._world import FactsKey, Missing, Signature, Thing, World
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding, Page, Place

name = "objects"

rules: Mapping[str, str] = {
    "unknown-method": "a method that is described and that its class does not have",
    "misspelt-name": "a method that is described, and called like nothing there is",
    "wrong-parameter": "a parameter that is described and that the method does not take",
    "wrong-parameter-default": "a default of a parameter that is another",
}

level: CheckName = "none"
sees = frozenset({"object"})

ROLES = frozenset({"method", "classmethod", "staticmethod", "function"})
#: Parameters as a directive has them: `secs`, `args=()`, `\*args`.
PARAMETER = re.compile(r"\s*(?P<stars>(\\?\*)*)(?P<name>[A-Za-z_]\w*)\s*(=\s*(?P<default>.+?))?\s*", re.S)
POSITIONAL = ("positional", "either")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Parameter:
    """A parameter that a page tells of."""

    stars: str
    name: str
    default: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Described:
    """A method as a page has it."""

    prefix: str  # what the page calls an object of its class ("timer"), "" when it does not
    name: str
    parameters: tuple[_Parameter, ...]


def find(case: Case) -> Iterable[Finding]:
    """Findings about a described method."""
    claim = case.claim
    described = None if claim is None else _described(claim)
    if claim is None or described is None or _history.told(case):
        return
    owner = _owner(case, claim, described)
    if owner is None:
        if (right := _misnamed.of_nobody(case, claim, described.name)) is not None:
            yield _misnamed.nobodys(case, _at(case, claim, described.name), right)
        return
    try:
        method = World(case.facts).member(owner, described.name)
    except Missing as error:
        yield from _unknown(case, claim, error)
        return
    if method is not None and method.signature is not None:
        yield from _parameters(case, claim, described, method, method.signature)


def covers(case: Case) -> bool:
    """Whether the class is known, and what the method takes."""
    claim = case.claim
    described = None if claim is None else _described(claim)
    if claim is None or described is None or _history.told(case):
        return False
    owner = _owner(case, claim, described)
    try:
        method = None if owner is None else World(case.facts).member(owner, described.name)
    except Missing:
        return bool(list(find(case)))
    return method is not None and method.signature is not None


# - What a page says


def _described(claim: Claim) -> _Described | None:
    """The method; None for what is no method, or cannot be read."""
    if claim.kind not in sees or claim.fields.get("objtype") not in ROLES:
        return None
    signature = claim.fields.get("signature", "")
    prefix, _, method = claim.subject.rpartition(".")
    opens, closes = signature.find("("), signature.rfind(")")
    if opens < 0 or closes < opens or "." in prefix:
        return None
    parameters: list[_Parameter] = []
    for text in _split(signature[opens + 1 : closes]):
        match = PARAMETER.fullmatch(text)
        if match is None:
            return None
        stars = match["stars"].replace("\\", "")
        parameters.append(_Parameter(stars=stars, name=match["name"], default=match["default"]))
    if parameters and parameters[0].name in ("self", "cls"):
        parameters = parameters[1:]
    return _Described(prefix=prefix, name=method, parameters=tuple(parameters))


def _split(text: str) -> Iterator[str]:
    """Parts between commas that no bracket encloses."""
    depth, part = 0, ""
    for char in text:
        depth += (char in "([{") - (char in ")]}")
        if char == "," and depth == 0:
            yield part
            part = ""
        else:
            part += char
    if part.strip():
        yield part


# - Whose method it is


def _owner(case: Case, claim: Claim, described: _Described) -> Thing | None:
    """An instance of the class that a described method is of; None when that is not certain."""
    if around := claim.fields.get("class"):
        path = f"{claim.fields.get('module', '')}.{around}".strip(".")
        thing = World(case.facts).resolve(path)
        return Thing(kind="instance", ref=thing.ref) if thing is not None and thing.kind == "class" else None
    section = _section(case.page, claim)
    group = tuple(each for each in section if each.prefix == described.prefix)
    # Methods with a prefix and without may be of one thing, if those with one are.
    if (len(group) < 2 or not described.prefix) and len({each.prefix for each in section if each.prefix}) == 1:
        group = section
    ref = _class_of(FactsKey(case.facts), group)
    return None if ref is None else Thing(kind="instance", ref=ref)


def _section(page: Page, claim: Claim) -> tuple[_Described, ...]:
    """The methods that stand in the claim's section."""
    beside = [each for each in page.claims if each.headings == claim.headings]
    return tuple(described for each in beside if (described := _described(each)) is not None)


@functools.lru_cache(maxsize=64)
def _class_of(known: FactsKey, group: tuple[_Described, ...]) -> str | None:
    """The class that a group of methods is of."""
    if len(group) < 2:
        return None
    world = World(known.facts)
    called = {each.prefix.lower() for each in group if each.prefix}
    fits: list[tuple[int, str]] = []
    for ref, entry in world.classes.items():
        if entry.get("foreign") or (called and ref.rpartition(".")[2].lower() not in called):
            continue
        has = [each for each in group if each.name in entry["members"]]
        # Most of the methods, and most of what they are said to take: else it is another class of the same name.
        enough = 2 * len(has) >= len(group) if called else 4 * len(has) >= 3 * len(group)
        if len(has) >= 2 and enough and _takes_most(entry, has):
            fits.append((len(has), ref))
    most = max((count for count, _ in fits), default=0)
    best = [ref for count, ref in fits if count == most]
    bases = [ref for ref in best if all(world.inherits(other, ref) for other in best)]
    return bases[0] if len(bases) == 1 else None


def _takes_most(entry: Mapping[str, Any], methods: Iterable[_Described]) -> bool:
    told = taken = 0
    for each in methods:
        signature = entry["members"][each.name].get("signature")
        if signature is None:
            return False
        names = {parameter[0] for parameter in signature}
        told += len(each.parameters)
        taken += sum(parameter.name in names for parameter in each.parameters)
    return 2 * taken >= told


# - What is wrong


def _unknown(case: Case, claim: Claim, error: Missing) -> Iterator[Finding]:
    near = _nearest.nearest(error.name, error.candidates) or _misnamed.other_part(case, error.name, error.candidates)
    if near is not None:
        yield _found.finding(
            case,
            _at(case, claim, error.name),
            rule="unknown-method",
            subject=_found.subject_of_name(error.owner, error.name),
            observed=_found.lacks(case, error.owner, error.name),
            message=f"{error.owner} has no {error.name}{_found.meant(near)}",
            suggestion=near,
        )


def _parameters(
    case: Case, claim: Claim, described: _Described, method: Thing, signature: Signature
) -> Iterator[Finding]:
    real = {parameter[0]: parameter for parameter in signature}
    told = [each for each in described.parameters if not each.stars]
    names = list(_names(case, claim, told, method, signature))
    yield from names
    rewritten = any(finding.blame == "docs" for finding in names)
    for each in told:
        if each.name in real:
            yield from _default(case, claim, each, method, real[each.name], rewritten=rewritten)


def _names(
    case: Case, claim: Claim, told: Sequence[_Parameter], method: Thing, signature: Signature
) -> Iterator[Finding]:
    """Findings about what the parameters are called."""
    known = {parameter[0] for parameter in signature}
    places = [parameter for parameter in signature if parameter[1] in POSITIONAL]
    left = [parameter[0] for parameter in places if parameter[0] not in {each.name for each in told}]
    unknown = [each for each in told if each.name not in known]
    open_ended = any(parameter[1] in ("*", "**") for parameter in signature)
    for index, each in enumerate(told):
        if each.name in known:
            continue
        # The one that stands there, and that is told under another name.
        there = places[index] if index < len(places) and places[index][0] in left and each.default is None else None
        taken = there[0] if there is not None and len(there) < 3 else None
        if taken is None and open_ended:
            continue  # it may be among *args or **kwargs
        only = left[0] if len(unknown) == 1 and len(left) == 1 else None
        meant = taken or _nearest.nearest(each.name, left) or only
        takes = ", ".join(_as_text(parameter) for parameter in signature)
        message = f"{method.ref} takes no {each.name}{_found.meant(meant)}"
        better = _better(case, claim, each.name, method) if there is not None else ""
        if there is not None and better:
            message = f"{method.ref} calls its parameter {there[0]}, which {better} {each.name}"
        yield _found.finding(
            case,
            _at(case, claim, each.name),
            rule="wrong-parameter",
            # Where the docs say what the parameter is, it is the code that has another word for it.
            blame="library" if better else "docs",
            # Whoever gives it by its place has what the page promises.
            severity="breaks" if there is None else "wrong-value",
            subject=f"parameter:{method.ref}:{each.name}",
            claim=claim.fields["signature"],
            observed=f"{method.ref} takes {takes or 'nothing'}",
            message=message,
            suggestion=None if better else meant,
        )


def _better(case: Case, claim: Claim, name: str, method: Thing) -> str:
    """Who else calls the parameter as the page does, so that its name is the right one; "" when nobody does."""
    typed = re.compile(rf":(?:py:)?class:`[~!@\w.]*?(?<![A-Za-z0-9]){name.replace('_', '')}`", re.I)
    if typed.search(_below(case, claim)):
        return "is a"
    owner = method.ref.rpartition(".")[0]
    members = case.facts.get("classes", {}).get(owner, {}).get("members", {})
    others = [
        other
        for other, entry in members.items()
        if other != method.ref.rpartition(".")[2]
        and not other.startswith("_")
        and name in {parameter[0] for parameter in entry.get("signature") or ()}
    ]
    return f"{' and '.join(others[:2])} call{'s' if len(others) == 1 else ''}" if others else ""


def _below(case: Case, claim: Claim) -> str:
    """What stands in the directive."""
    lines = _prose.lines(case.docs.root, claim.file)[claim.line - 1 :]
    margin = len(lines[0]) - len(lines[0].lstrip()) if lines else 0
    inside = itertools.takewhile(lambda line: not line.strip() or line[: margin + 1].isspace(), lines[1:])
    return "\n".join(inside)


def _default(
    case: Case, claim: Claim, told: _Parameter, method: Thing, real: Sequence[str], *, rewritten: bool
) -> Iterator[Finding]:
    """A default that both are literal, and that differ.

    That nothing is given can be said in several ways; who rewrites the line for another reason puts that right as well.
    """
    if told.default is None or len(real) < 3:
        return
    try:
        said, is_so = ast.literal_eval(told.default), ast.literal_eval(real[2])
    except (ValueError, SyntaxError, TypeError):
        return
    if said == is_so or not (said or is_so or rewritten):
        return
    place, suggestion = _at(case, claim, f"{told.name}={told.default}"), f"{told.name}={real[2]}"
    yield _found.finding(
        case,
        place if place.text != claim.text else _at(case, claim, told.name),
        rule="wrong-parameter-default",
        subject=f"default:{method.ref}:{told.name}",
        severity="wrong-value" if said or is_so else "cosmetic",
        claim=f"{told.name}={told.default}",
        observed=f"{told.name} of {method.ref} is {real[2]} by default",
        message=f"{told.name} of {method.ref} is {real[2]} by default, not {told.default}",
        suggestion=suggestion if place.text != claim.text else None,
    )


def _as_text(parameter: Sequence[str]) -> str:
    stars = parameter[1] if parameter[1] in ("*", "**") else ""
    return f"{stars}{parameter[0]}" + (f"={parameter[2]}" if len(parameter) > 2 else "")


def _at(case: Case, claim: Claim, token: str) -> Place:
    """Where a name of the directive stands: the method's own, or a parameter's within the brackets behind it."""
    depth = 0
    start = claim.column - 1 + (0 if token == claim.subject.rpartition(".")[2] else len(claim.text))
    for number, line in enumerate(_prose.lines(case.docs.root, claim.file)[claim.line - 1 :]):
        match = re.compile(rf"(?<!\w){re.escape(token)}(?!\w)").search(line, start)
        if match is not None:
            return _found.place(case, claim, token, claim.line + number, match.start() + 1)
        depth += sum((char in "([{") - (char in ")]}") for char in line)
        if depth <= 0:
            break
        start = 0
    return _found.place(case, claim, claim.text)
