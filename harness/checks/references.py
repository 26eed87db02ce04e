"""Cross-references of the docs that lead to nothing: `:meth:`~@control.purge``, `:mod:`celery.task``, `:sig:`TRM``.

A reference with a path of its own (`celery.…`, or one of the abbreviations that begin with "@") is followed in the
release.  One without is looked for where Sphinx looks: in the module and the class that stand around it; when it is not
there, it may be anybody's, and only a slip for what is there, or for a name of Python's own, is told.  Targets of
`autoclass` and the like are followed in the same way.
"""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Iterable, Iterator, Mapping

from harness.checks import (
    _abbreviations,
    _elsewhere,
    _found,
    _history,
    _mentioned,
    _misnamed,
    _nearest,
    _prose,
    _slips,
    _standard,
    _use,
    _vocabulary,
)
from harness.checks._world import TRACKED, Missing, Thing, World
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding, Place

name = "references"

rules: Mapping[str, str] = {
    "unknown-reference": "a cross-reference to something that the release does not have",
    "bare-reference": "a cross-reference with an open bracket, or a quote too many: its target is shown, and no link",
}

level: CheckName = "none"
sees = frozenset({"xref", "auto"})

#: Roles of Sphinx's domain for Python.
PYTHON = frozenset({"class", "meth", "func", "attr", "mod", "exc", "data", "const", "obj"})
#: What an operating system calls its signals, by every system that Celery's docs are read on.
SIGNALS = frozenset(each.name for each in signal.Signals) | {"SIGKILL", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2"}
#: What roles refer to; the others to anything.
KINDS = {"class": ("class",), "exc": ("class",), "meth": ("function",), "func": ("function",), "mod": ("module",)}
#: How the names of Celery's own events begin.
EVENTS = ("task-", "worker-")
#: Letters of a word that say what it means, whatever its ending.
STEM = 4
#: A title and a target whose bracket is not closed.
OPEN = re.compile(r"[^<>`]+\s<(?P<target>[~!]?[\w.]+)`?")
#: The same with a quote too many behind the bracket.
QUOTED = re.compile(r"[^<>`]+\s<[~!]?[\w.]+>`+")
#: What a target looks like that can be followed.
PATH = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")


def find(case: Case) -> Iterable[Finding]:
    """A finding when the case's reference leads nowhere, for certain."""
    claim = case.claim
    if claim is None or not _applies(case, claim):
        return
    if _role(claim) in PYTHON and (OPEN.fullmatch(claim.text) or QUOTED.fullmatch(claim.text)):
        yield _open(case, claim)
        return
    try:
        _leads(case, claim)
    except Missing as error:
        if not _is_history(case, claim, error.name, error.candidates):
            yield _finding(case, claim, error)
    except _Unknown as unknown:
        if not _is_history(case, claim, unknown.name, unknown.known):
            yield _unknown(case, claim, unknown)


def covers(case: Case) -> bool:
    """Whether the reference was followed to something, or to where nothing is."""
    claim = case.claim
    if claim is None or not _applies(case, claim):
        return False
    try:
        return _leads(case, claim)
    except (Missing, _Unknown):
        return bool(list(find(case)))


def _is_history(case: Case, claim: Claim, name: str, there: Iterable[str]) -> bool:
    """Whether a page tells of a name because it has gone.  What nothing is called is a slip for what is there."""
    if not _history.told(case):
        sentence = _prose.sentence(case, claim)
        if not _history.told_in_prose(sentence) or _history.is_advised(sentence, claim.text):
            return False
    return claim.historical or not _vocabulary.slips(name, there) or _vocabulary.is_known(case, name)


class _Unknown(LookupError):
    """A name that is none of a closed list."""

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        super().__init__(f"there is no {what} {name}")
        self.what, self.name, self.known = what, name, sorted(known)


def _applies(case: Case, claim: Claim) -> bool:
    return claim.kind in sees and bool(case.facts) and bool(_target(claim))


def _role(claim: Claim) -> str:
    if claim.kind == "auto":
        return "mod" if claim.fields.get("directive") == "automodule" else "obj"
    return claim.fields.get("role", "")


def _target(claim: Claim) -> str:
    """The target without the marks of how it is shown; "" when it is not meant to be one."""
    target = claim.subject.strip()
    module = claim.fields.get("module", "")
    if claim.kind == "auto" and (owner := claim.fields.get("class", "")) and "." not in target:
        inside = owner.partition(".")[0] in TRACKED
        target = f"{owner}.{target}" if inside else f"{module}.{owner}.{target}"
    elif claim.kind == "auto" and module.partition(".")[0] in TRACKED and target.partition(".")[0] not in TRACKED:
        target = f"{module}.{target}"  # what is described is looked for there alone
    if target.startswith("!"):  # it is not to lead anywhere, but a path is one all the same
        target = target.removeprefix("!")
        if "." not in target or target.lstrip("~").partition(".")[0] not in TRACKED:
            return ""
    return target.lstrip("~.").removesuffix("()")


def _leads(case: Case, claim: Claim) -> bool:
    """Whether the reference is known to lead somewhere; False when that is not certain.  Raises Missing, _Unknown."""
    role, target = _role(claim), _target(claim)
    world = World(case.facts)
    if role == "sig":
        return _listed("signal of an operating system", target, SIGNALS, f"SIG{target.removeprefix('SIG')}")
    if role == "signal":
        return _listed("signal", target, case.facts.get("signals", {}), target.removeprefix("celery.signals."))
    if role == "control":
        return _listed("remote control command", target, _commands(case), target)
    if role == "event":
        return _listed("event", target, case.facts.get("events", {}), target, closed=target.startswith(EVENTS))
    if role == "state":
        states = case.facts.get("states", {})
        known = [*states.get("names", ()), *states.get("sets", ())]
        return _listed("state", target, known, target.rpartition(".")[2], closed=_is_closed(case, world, target))
    if role not in PYTHON:
        return False
    if target.startswith("@"):
        return _abbreviated(case, world, target, role)
    if PATH.fullmatch(target) is None:
        return False
    if role == "mod" and target in TRACKED:
        return True
    if "." in target and target.partition(".")[0] in TRACKED:
        return _follows(world, target)
    if _standard.has(role, target) or any(_is_found(world, f"{around}.{target}") for around in _around(claim)):
        return True
    if (mentioned := _mentioned.CODE.fullmatch(target)) is not None:
        if (lost := _mentioned.lost(world, mentioned)) is not None and not _slips.is_written(case, lost.error.name):
            raise lost.error
        if _mentioned.is_looked_up(world, mentioned):
            return True
    _slip(case, world, claim, target)
    return False


def _slip(case: Case, world: World, claim: Claim, target: str) -> None:
    """A name that nothing has, and that is clearly meant for one.  Raises Missing, _Unknown."""
    if (wrong := _standard.meant(target)) is not None:
        module, name, near = wrong
        raise _Unknown(f"name in {module}", name, [near])
    if "." in target or _slips.is_written(case, target):
        return
    for around in _around(claim):
        try:
            world.member(world.resolve(around), target)
        except Missing as error:
            if _use.nearest(world, error, _use.Use()) or _misnamed.other_part(case, target, error.candidates):
                raise
    if _role(claim) == "mod" and _vocabulary.slips(target, sys.stdlib_module_names):
        raise _Unknown("module of Python's own", target, sys.stdlib_module_names)
    own = _standard.BUILTINS.get(_role(claim), frozenset())
    if _nearest.nearest(target, own) is not None:
        raise _Unknown("name of Python's own", target, own)


def _abbreviated(case: Case, world: World, target: str, role: str) -> bool:
    """The same of an abbreviation.  What a reader sees of it is a name of the application's, or the name alone."""
    name = target.lstrip("@-")
    if _is_found(world, f"celery.{name}") or _is_part(world, name):
        return True
    abbreviations = _abbreviations.read(case.docs.root)
    return abbreviations is not None and _follows(world, abbreviations.expand(target, role))


def _is_part(world: World, name: str) -> bool:
    """Whether an application has it: `control.purge`."""
    thing: Thing | None = world.app()
    known = False
    for part in name.split("."):
        if thing is None:
            return known  # so far it is there, and the rest cannot be told
        known = True
        try:
            thing = world.member(thing, part)
        except Missing:
            return False
    return True


def _listed(what: str, target: str, known: Iterable[str], plain: str, *, closed: bool = True) -> bool:
    names = frozenset(known)
    if not names:
        return False
    if plain in names:
        return True
    if not closed:
        return False
    raise _Unknown(what, target, names)


def _commands(case: Case) -> frozenset[str]:
    control = case.facts.get("control", {})
    return frozenset(control) | {entry["alias"] for entry in control.values() if entry.get("alias")}


def _is_closed(case: Case, world: World, state: str) -> bool:
    """Whether a state can only be one of `celery.states`: no other module has it, no sample of the page makes it."""
    return (
        "." not in state.removeprefix("celery.states.")
        and not any(state in entry["members"] for entry in world.modules.values())
        and not any(state in _slips.WORD.findall(each.code) for each in case.page.samples)
    )


def _around(claim: Claim) -> Iterator[str]:
    """Dotted names in which Sphinx looks for a name that is no path."""
    scope = claim.scope
    while scope:
        yield scope
        scope = scope.rpartition(".")[0]
    if module := claim.fields.get("module"):
        yield module


def _is_found(world: World, path: str) -> bool:
    try:
        return path.partition(".")[0] in TRACKED and _follows(world, path)
    except Missing:
        return False


def _follows(world: World, path: str) -> bool:
    """Whether a path is known to lead somewhere.  Raises Missing."""
    thing = world.module(path.partition(".")[0])
    decided = thing is not None
    for part in path.split(".")[1:]:
        if thing is None or thing.kind not in ("module", "class"):
            return False
        owner, thing = thing, world.member(thing, part)
        decided = world.decides(owner) or world.lists(owner, part)
        # What sets attributes by computed names has none that no code spells.
        if not decided and thing is None and owner.kind == "class" and not world.spells(part):
            raise Missing(owner, part, frozenset())
    return thing is not None or decided


def _finding(case: Case, claim: Claim, error: Missing) -> Finding:
    near = _use.nearest(World(case.facts), error, _use.Use())
    near = near or _misnamed.other_part(case, error.name, error.candidates)
    if near is not None and near.endswith(error.name):
        near = None  # another thing that is made of it: `xmap` of the task `celery.map`
    place = _place(case, claim, error.name, error.owner)
    suggestion = near if place.text == error.name else None
    path = ""
    told = f"{error.owner} has no {error.name}"
    if _target(claim) in case.facts.get("tasks", ()):
        told = f"{_target(claim)} is the name of a task: {error.owner} has no {_role(claim)} {error.name}"
    if near is None and (moved := _moved(case, claim)) is not None:
        near, path = suggestion, _ = moved
        place = _place(case, claim, _target(claim))
    return _found.finding(
        case,
        place,
        rule="unknown-reference",
        subject=_found.subject_of_name(error.owner, error.name),
        severity="wrong-value",
        claim=claim.text,
        observed=_found.lacks(case, error.owner, error.name),
        message=f"{told}{_found.meant(near)}",
        suggestion=suggestion,
        # What is to be written in the whole path's stead does not fit its wrong part elsewhere.
        token="" if path else _found.distinctive(error.name, case.facts),
        evidence={"path": path} if path else None,
    )


def _open(case: Case, claim: Claim) -> Finding:
    """A title and a target that nothing parts: the whole is taken for a name, and the reader sees it all."""
    plain = claim.text.rstrip("`")
    closed = plain.endswith(">")
    wrong = "there is a quote too many behind the target" if closed else "the bracket of the target is not closed"
    right = plain if closed else f"{plain}>"
    return _found.finding(
        case,
        _found.place(case, claim, claim.text),
        rule="bare-reference",
        subject=f"open:{claim.text}",
        severity="cosmetic",
        observed=f"there is no {_role(claim)} {claim.text}",
        message=f"{wrong}: {right} is meant",
        suggestion=right,
    )


def _moved(case: Case, claim: Claim) -> tuple[str, str] | None:
    """How a reference to what a path was meant for is written, and the path of that; None when nobody can tell."""
    target, world = _target(claim), World(case.facts)
    if claim.fields.get("directive") == "automodule" and (titled := _elsewhere.titled(case, claim)) is not None:
        return titled, titled
    if claim.kind != "xref" or claim.fields.get("exact") == "no" or claim.text.count(target) != 1:
        return None
    home = _elsewhere.path(world, target)
    if home is not None and _is_of_role(world, home, _role(claim)):
        return home, home
    if (member := _elsewhere.member(world, target)) is not None:
        return member
    # An attribute of the application, written as if the package had it: `celery.control.purge`.
    package, _, name = target.partition(".")
    abbreviations = _abbreviations.read(case.docs.root)
    if package != "celery" or abbreviations is None or not _is_part(world, name):
        return None
    path = abbreviations.expand(f"@{name}", _role(claim))
    return (f"@{name}", path) if _is_of_role(world, path, _role(claim)) else None


def _is_of_role(world: World, path: str, role: str) -> bool:
    """Whether a path leads to something of the kind that a role refers to."""
    thing = world.resolve(path)
    if thing is None:
        return False
    return thing.kind in KINDS.get(role, ("module", "class", "function"))


def _unknown(case: Case, claim: Claim, unknown: _Unknown) -> Finding:
    near = _nearest.nearest(unknown.name, unknown.known) or (_of_one_stem(unknown) if unknown.what == "state" else None)
    return _found.finding(
        case,
        _place(case, claim, unknown.name),
        rule="unknown-reference",
        subject=f"{unknown.what}:{unknown.name}",
        severity="wrong-value",
        claim=claim.text,
        observed=f"no {unknown.what} {unknown.name}",
        message=f"there is no {unknown.what} {unknown.name}{_found.meant(near)}",
        suggestion=near,
    )


def _of_one_stem(unknown: _Unknown) -> str | None:
    """The one known word that begins as the unknown one does, which has another ending: FAILED, and FAILURE."""
    stem = re.sub(r"(?:ED|URE|ING|S)$", "", unknown.name)
    like = [each for each in unknown.known if each.startswith(stem) and "_" not in each]
    return like[0] if len(stem) >= STEM and stem != unknown.name and len(like) == 1 else None


def _place(case: Case, claim: Claim, token: str, owner: str = "") -> Place:
    """Where the token stands in the claim: behind its owner, or else the last time."""
    behind = re.search(rf"(?<![\w.]){re.escape(owner)}\.(?={re.escape(token)}(?!\w))", claim.text) if owner else None
    if behind is not None and claim.fields.get("exact") != "no":
        return _found.place(case, claim, token, column=claim.column + behind.end())
    found = re.search(rf"(?<!\w){re.escape(token)}(?!\w)(?!.*(?<!\w){re.escape(token)}(?!\w))", claim.text)
    start = found.start() if found is not None and claim.fields.get("exact") != "no" else 0
    text = token if found is not None and claim.fields.get("exact") != "no" else claim.text
    return _found.place(case, claim, text, column=claim.column + start)
