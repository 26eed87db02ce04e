"""What docstrings say of arguments, exceptions and types, against the signatures and names of the release.

    Arguments:
        timeout (float): How long to wait.  Defaults to ``1.0``.
    Raises:
        celery.exceptions.TimeoutError: when that was not long enough.

A callable that takes `**kwargs` may take anything, and hands it on: there only what is clearly meant for one of its
own arguments, of which the docstring says nothing else, is wrong, and what is a slip for a word of the code where
nothing is called so.  Its default is that of what it is handed on to.  A default of None says nothing unless the code
below the docstring takes one literal then.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from harness.checks import _annotated, _body, _defaults, _found, _history, _misnamed, _nearest, _prose, _standard, _use
from harness.checks._world import TRACKED, Missing, Signature, World
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "parameters"

rules: Mapping[str, str] = {
    "unknown-parameter": "a documented argument that the callable does not take",
    "wrong-argument-default": "a documented default of an argument that is another in the signature",
    "unknown-type": "an exception or type named in a docstring that the release does not have",
    "misspelt-name": "an exception or type that is called like nothing there is",
}

level: CheckName = "none"
sees = frozenset({"parameter", "argument-default", "raises", "type"})

#: Kinds of parameters that take what no other parameter does.
ANYTHING = frozenset({"*", "**"})
#: Of what kind an argument is told to be on its line: `callback (Callable, optional): …`.
KIND = re.compile(r"^\s*\*{0,2}\w+ \((?P<kind>[^()]+)\):")
BOOL = re.compile(r"\b(?:bool\w*|any|object)\b", re.I)
#: What Python itself can raise.
EXCEPTIONS = _standard.BUILTINS["exc"]


def find(case: Case) -> Iterable[Finding]:
    """Findings about what a section of a docstring says."""
    claim = case.claim
    if claim is None or not _applies(case, claim):
        return
    if claim.kind in ("raises", "type"):
        yield from _path(case, claim)
        return
    signature = _signature(case, claim)
    if claim.kind == "argument-default":
        if (handed := _handed_on(case, claim, signature or [])) is not None:
            yield from _of_handed(case, claim, *handed)
        elif signature is not None:
            yield from _default(case, claim, signature)
    elif signature is not None and not _takes(signature, claim):
        another = _is_of_another(case, claim, signature)
        near = None if another else _near(claim, signature)
        near = near or _misnamed.meant(case, claim, [] if another else signature)
        if near is not None or not another:
            yield _unknown(case, claim, signature, near)
    elif signature is not None and _is_misspelt(case, claim, signature):
        yield _unknown(case, claim, signature, _near(claim, signature))
    elif (meant := _misnamed.meant(case, claim, signature)) is not None:
        yield _unknown(case, claim, signature or [], meant)


def covers(case: Case) -> bool:
    """Whether the signature is known, or the path was followed."""
    claim = case.claim
    if claim is None or not _applies(case, claim):
        return False
    if claim.kind in ("raises", "type"):
        return _leads(case, _whole(case, claim))
    signature = _signature(case, claim)
    if claim.kind == "parameter" and _misnamed.is_of_code(case, claim):
        return True
    if signature is None:
        return False
    if claim.kind == "argument-default" and (handed := _handed_on(case, claim, signature)) is not None:
        told = _defaults.literal(claim.fields["default"])
        return told is not None and _defaults.agrees(told, handed[1])
    named = [each for each in signature if each[0] == claim.subject]
    return bool(named) and (claim.kind == "parameter" or _is_compared(case, claim, _real(named[0])))


def _is_compared(case: Case, claim: Claim, real: _defaults.Told | None) -> bool:
    """Whether a default is a value of its own, or what stands for None is known; None may be what is told."""
    if real is None or real.value is not None or claim.fields["default"] == "None":
        return real is not None
    return _body.instead_of_none(case, claim) is not None


def _applies(case: Case, claim: Claim) -> bool:
    return claim.kind in sees and bool(case.facts) and not _history.told(case)


def _signature(case: Case, claim: Claim) -> Signature | None:
    """What the documented callable takes, itself as first argument included; of a class, what makes an instance."""
    world = World(case.facts)
    thing = world.resolve(claim.scope)
    if thing is None or thing.kind not in ("function", "class"):
        return None
    return thing.signature if thing.kind == "function" else world.constructor(thing)


def _takes(signature: Signature, claim: Claim) -> bool:
    """Whether an argument is taken; one written with stars stands for all that no other parameter takes."""
    kinds = {kind for _, kind, *_ in signature}
    stars = claim.text[: len(claim.text) - len(claim.subject)]
    return any(each[0] == claim.subject for each in signature) or bool(kinds & (ANYTHING if stars else {"**"}))


def _is_of_another(case: Case, claim: Claim, signature: Signature) -> bool:
    """Whether a docstring tells of another callable, as one that is returned: nothing that it lists is taken."""
    listed = [each for each in case.page.claims if each.kind == "parameter" and each.scope == claim.scope]
    own = [each for each in listed if _takes(signature, each)]
    return len(listed) > 1 and not own and _near(claim, signature) is None


def _is_misspelt(case: Case, claim: Claim, signature: Signature) -> bool:
    """Whether what only `**kwargs` takes is clearly meant for an argument that the docstring does not tell of."""
    if claim.text != claim.subject or any(each[0] == claim.subject for each in signature):
        return False
    listed = {each.subject for each in case.page.claims if each.kind == "parameter" and each.scope == claim.scope}
    near = _near(claim, [each for each in signature if each[1] not in ANYTHING])
    return near is not None and near not in listed


def _near(claim: Claim, signature: Signature) -> str | None:
    return _nearest.nearest(claim.subject, [each[0] for each in signature if each[0] not in ("self", "cls")])


def _unknown(case: Case, claim: Claim, signature: Signature, near: str | None) -> Finding:
    taken = [each[0] for each in signature if each[0] not in ("self", "cls")]
    stars = claim.text[: len(claim.text) - len(claim.subject)]
    short = claim.scope.rpartition(".")[2]
    return _found.finding(
        case,
        _found.place(case, claim, claim.text),
        rule="unknown-parameter",
        severity="breaks",
        subject=f"parameter:{claim.scope}:{claim.subject}",
        claim=f"{claim.scope} takes {claim.subject}",
        observed=f"{claim.scope} takes {', '.join(taken) or (near or 'nothing')}",
        message=f"{short} takes no argument {claim.subject}{_found.meant(near)}",
        suggestion=near and f"{stars}{near}",
    )


def _default(case: Case, claim: Claim, signature: Signature) -> Iterator[Finding]:
    parameter = next((each for each in signature if each[0] == claim.subject), None)
    real = _real(parameter) if parameter else None
    how = "has"
    if real is not None and real.value is None and claim.fields["default"] != "None":
        how, real = "takes None for", _defaults.literal(_body.instead_of_none(case, claim) or "None")
    told = _defaults.literal(claim.fields["default"])
    if told is not None and told.value is True and real is not None and real.value is None:
        # Nothing stands for anything, but for true where the argument is neither true nor false.
        if (kind := KIND.search(_prose.line(case, claim.file, claim.line))) and not BOOL.search(kind["kind"]):
            yield _wrong_default(case, claim, f"has {claim.subject}=None", None)
        return
    if told is None and real is not None and isinstance(real.value, str) and real.value:
        told = _word(claim.fields["default"], signature)
    if told is None or real is None or real.value is None or not _defaults.contradicts(told, real.value):
        return
    yield _wrong_default(case, claim, f"{how} {claim.subject}={real.value!r}", real.value)


def _handed_on(case: Case, claim: Claim, signature: Signature) -> tuple[str, Any] | None:
    """Where a keyword that the callable hands on has a default, and which; None when nobody can tell."""
    own = _body.function(case, claim) if case.docs.version == case.target.celery else None
    if own is None or own.args.kwarg is None or any(each[0] == claim.subject for each in signature):
        return None
    if any(isinstance(each, ast.Constant) and each.value == claim.subject for each in ast.walk(own)):
        return None  # it looks at it itself
    called = {
        each.func.attr
        for each in ast.walk(own)
        if isinstance(each, ast.Call)
        and isinstance(each.func, ast.Attribute)
        and any(word.arg is None and getattr(word.value, "id", "") == own.args.kwarg.arg for word in each.keywords)
    }
    found = {
        f"{ref}.{name}": default.value
        for ref, entry in World(case.facts).classes.items()
        for name in called & entry["members"].keys()
        for each in entry["members"][name].get("signature") or ()
        if each[0] == claim.subject and (default := _real(each)) is not None
    }
    values = {repr(value) for value in found.values()}
    return next(iter(found.items())) if len(values) == 1 and None not in found.values() else None


def _of_handed(case: Case, claim: Claim, where: str, value: Any) -> Iterator[Finding]:
    told = _defaults.literal(claim.fields["default"])
    if told is not None and _defaults.contradicts(told, value):
        yield _wrong_default(case, claim, f"hands {claim.subject} on to {where}, which has {value!r}", value)


def _wrong_default(case: Case, claim: Claim, how: str, value: object) -> Finding:
    short = claim.scope.rpartition(".")[2]
    return _found.finding(
        case,
        _found.place(case, claim, claim.text),
        rule="wrong-argument-default",
        severity="wrong-value",
        subject=f"argument-default:{claim.scope}:{claim.subject}",
        claim=f"the default of {claim.subject} is {claim.text}",
        observed=f"{claim.scope} {how}",
        message=f"the default of {short}'s {claim.subject} is {value!r}",
        suggestion=repr(value),
    )


def _word(text: str, signature: Signature) -> _defaults.Told | None:
    """A text that is told without its quotes; None when it may be something's name."""
    if re.fullmatch(r"[a-z][a-z0-9]+", text) is None or any(each[0] == text for each in signature):
        return None
    return _defaults.literal(repr(text))


def _real(parameter: list[str]) -> _defaults.Told | None:
    """The default of a parameter, None when it has none or it is no literal."""
    return _defaults.literal(parameter[2]) if len(parameter) > 2 else None


def _path(case: Case, claim: Claim) -> Iterator[Finding]:
    if "." not in claim.subject:
        yield from _exception(case, claim)
        return
    root, _, last = claim.subject.rpartition(".")
    strange = root.partition(".")[0] not in TRACKED and re.fullmatch(r"(?:[A-Z][a-z0-9]+){2,}", last)
    if strange and (right := _misnamed.of_nobody(case, claim, last)) is not None:
        at = claim.column + len(claim.text) - len(last)
        yield _misnamed.nobodys(case, _found.place(case, claim, last, column=at), right)
        return
    if (slip := _standard.meant(claim.subject)) is not None:
        yield _of_python(case, claim, *slip)
        return
    whole = _whole(case, claim)
    try:
        _follow(World(case.facts), whole)
    except Missing as error:
        near = _use.nearest(World(case.facts), error, _use.Use())
        place = _found.place(case, claim, claim.text)
        wrong = f"{error.owner}.{error.name}"
        suggestion = claim.text.replace(wrong, f"{error.owner}.{near}", 1) if near and wrong in claim.text else None
        if near and whole != claim.subject and claim.text.endswith(f".{error.name}"):
            suggestion = f"{claim.text.removesuffix(error.name)}{near}"
        if near is None and claim.kind == "type" and claim.text == claim.subject:
            near = suggestion = _annotated.path(case, claim)
        yield _found.finding(
            case,
            place,
            rule="unknown-type",
            severity="wrong-value",
            subject=_found.subject_of_name(error.owner, error.name),
            claim=claim.text,
            observed=_found.lacks(case, error.owner, error.name),
            message=f"{error.owner} has no {error.name}{_found.meant(near)}",
            suggestion=suggestion,
            token=_found.distinctive(error.name, case.facts),
        )


def _whole(case: Case, claim: Claim) -> str:
    """The path that is meant, where it begins with a module that the one of the docstring has imported."""
    first = claim.subject.partition(".")[0]
    if first == claim.subject or first in TRACKED:
        return claim.subject
    scope, world = claim.scope, World(case.facts)
    while scope and scope not in world.modules:
        scope = scope.rpartition(".")[0]
    imported = world.resolve(f"{scope}.{first}") if scope else None
    is_module = imported is not None and imported.kind == "module"
    return f"{imported.ref}{claim.subject.removeprefix(first)}" if imported is not None and is_module else claim.subject


def _of_python(case: Case, claim: Claim, module: str, name: str, near: str) -> Finding:
    """A name that a module of the standard library does not have."""
    return _found.finding(
        case,
        _found.place(case, claim, claim.text),
        rule="unknown-type",
        severity="wrong-value",
        subject=_found.subject_of_name(module, name),
        claim=claim.text,
        observed=_found.lacks(case, module, name),
        message=f"{module} has no {name}{_found.meant(near)}",
        suggestion=claim.text.replace(f"{module}.{name}", f"{module}.{near}", 1),
    )


def _exception(case: Case, claim: Claim) -> Iterator[Finding]:
    """A bare name below "Raises" that is clearly meant for an exception, and is none."""
    world = World(case.facts)
    own = _module(world, claim.scope)
    known = {*EXCEPTIONS, *case.facts.get("exceptions", ()), *own}
    near = _nearest.nearest(claim.subject, known) if claim.kind == "raises" and claim.subject not in known else None
    if near is None or not claim.subject.isidentifier() or not claim.subject[0].isupper():
        return
    yield _found.finding(
        case,
        _found.place(case, claim, claim.text),
        rule="unknown-type",
        severity="wrong-value",
        subject=_found.subject_of_name("", claim.subject),
        claim=claim.text,
        observed=f"there is no exception {claim.subject}",
        message=f"there is no exception {claim.subject}{_found.meant(near)}",
        suggestion=near if claim.text == claim.subject else None,
    )


def _module(world: World, scope: str) -> Collection[str]:
    """Names of the module that a docstring stands in."""
    while scope:
        found = world.facts["modules"].get(scope)
        if found is not None:
            return list(found.get("members", ()))
        scope = scope.rpartition(".")[0]
    return ()


def _leads(case: Case, path: str) -> bool:
    """Whether a path was followed to something, or to where nothing is."""
    if "." not in path:
        return hasattr(builtins, path)
    try:
        return _follow(World(case.facts), path)
    except Missing:
        return True


def _follow(world: World, path: str) -> bool:
    """Whether a path is known to lead somewhere.  Raises Missing."""
    parts = path.split(".")
    if parts[0] not in TRACKED:
        return False
    thing = world.module(parts[0])
    decided = thing is not None
    for part in parts[1:]:
        if thing is None or thing.kind not in ("module", "class"):
            return False
        decided = world.decides(thing)
        thing = world.member(thing, part)
    return thing is not None or decided
