"""Members that the docstrings of classes refer to: `:meth:`iterate`` must be the class's own, or one of its module.

Sphinx looks for a name alone in the class around it and then in the module.  What neither has is dead; it is told when
nothing of the release is called so: a class may speak of another's members as of its own.  With a class
before the dot (`:attr:`EventDispatcher.should_stop``) it is that class's; when this class lacks it and the one around
has it, the one around is meant, whatever other code may assign to objects of any class.  A function that is said to be
built in may be one that only Python 2 had.  A name that the class has between underscores is that (`__reduce_keys__`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from harness.checks import _found, _history, _prose, _slips, _standard
from harness.checks._world import Missing, Thing, World
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "docstring-references"

rules: Mapping[str, str] = {"unknown-reference": "a member that a docstring refers to and that its class does not have"}

level: CheckName = "none"
sees = frozenset({"xref"})

#: Roles of members: of others the name may be anybody's.
MEMBERS = frozenset({"meth", "attr"})
#: What Python 2 had built in and Python 3 has not.
PYTHON_2 = frozenset(
    {
        "apply", "basestring", "buffer", "cmp", "coerce", "execfile", "file", "intern", "long", "raw_input", "reduce",
        "reload", "unichr", "unicode", "xrange",
    }
)  # fmt: skip
BUILT_IN = re.compile(r"\bbuilt-?in\b", re.I)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Wrong:
    """A reference that leads nowhere."""

    owner: str  # the class that lacks the member
    member: str
    right: str | None  # the reference that is meant
    path: str = ""  # and what it leads to


def find(case: Case) -> Iterable[Finding]:
    """A finding when the reference is to a member that is certainly not there."""
    claim = case.claim
    if claim is None or not _applies(case, claim) or _is_history(case, claim):
        return
    if claim.fields["role"] == "func":
        if _is_of_python_2(case, claim):
            yield _gone(case, claim)
        return
    wrong = _wrong(case, claim)
    if wrong is None:
        return
    yield _found.finding(
        case,
        _found.place(case, claim, claim.text),
        rule="unknown-reference",
        subject=_found.subject_of_name(wrong.owner, wrong.member),
        severity="wrong-value",
        claim=claim.text,
        observed=_found.lacks(case, wrong.owner, wrong.member),
        message=f"{wrong.owner} has no {wrong.member}{_found.meant(wrong.right)}",
        suggestion=wrong.right,
        token=_found.distinctive(wrong.member, case.facts),
        evidence={"path": wrong.path} if wrong.path else None,
    )


def covers(case: Case) -> bool:
    """Whether the reference was found dead; that it leads somewhere, `references` says."""
    return any(True for _ in find(case))


def _applies(case: Case, claim: Claim) -> bool:
    if claim.kind != "xref" or not claim.scope or not case.facts or claim.fields.get("exact") == "no":
        return False
    return claim.fields.get("role") in MEMBERS | {"func"} and not claim.subject.startswith(("!", "@", "."))


def _is_history(case: Case, claim: Claim) -> bool:
    if _history.told(case):
        return True
    sentence = _prose.sentence(case, claim)
    return _history.told_in_prose(sentence) and not _history.is_advised(sentence, claim.text)


def _is_of_python_2(case: Case, claim: Claim) -> bool:
    """Whether a function is said to be built in, and was."""
    if claim.subject.strip("~()") not in PYTHON_2:
        return False
    return BUILT_IN.search(_prose.sentence(case, claim)) is not None


def _gone(case: Case, claim: Claim) -> Finding:
    lost = claim.subject.strip("~()")
    return _found.finding(
        case,
        _found.place(case, claim, claim.text),
        rule="unknown-reference",
        subject=_found.subject_of_name("builtins", lost),
        severity="wrong-value",
        claim=claim.text,
        observed=f"python {case.target.python} has no builtins.{lost}",
        message=f"builtins has no {lost} since Python 3",
    )


def _wrong(case: Case, claim: Claim) -> _Wrong | None:
    world = World(case.facts)
    around = _class(world, claim.scope)
    target = claim.subject.lstrip("~").removesuffix("()")
    if around is None or not target.replace(".", "").isidentifier():
        return None
    owner, _, member = target.rpartition(".")
    return _of_another(world, claim, around, owner, member) if owner else _of_its_own(case, claim, around, member)


def _class(world: World, scope: str) -> Thing | None:
    """The class around a docstring."""
    while scope and scope not in world.modules:
        if scope in world.classes:
            return Thing(kind="class", ref=scope)
        scope = scope.rpartition(".")[0]
    return None


def _of_its_own(case: Case, claim: Claim, around: Thing, member: str) -> _Wrong | None:
    """A member without a class."""
    world, module = World(case.facts), claim.fields.get("module", "")
    if hasattr(object, member) or any(member in names for names in _standard.BUILTINS.values()):
        return None
    special = f"__{member}__"
    right = special if _has(world, around.ref, special) and not _has(world, around.ref, member) else None
    if not ((right or _lacks(world, around, member)) and _lacks(world, world.resolve(module), member)):
        return None
    # A method that those who inherit from the class have to give.
    if any(_has(world, ref, member) for ref in world.classes if world.inherits(ref, around.ref) is not False):
        return None
    others = [
        ref
        for ref in world.classes
        if ref.startswith(f"{module}.") and "." not in ref[len(module) + 1 :] and _has(world, ref, member)
    ]
    # One class of a module speaks of another's members as of its own.
    return None if others or _slips.is_known(case, member) else _Wrong(owner=around.ref, member=member, right=right)


def _of_another(world: World, claim: Claim, around: Thing, owner: str, member: str) -> _Wrong | None:
    """A member of a class that is written, where the class around is meant."""
    module, own = claim.fields.get("module", ""), around.ref.rpartition(".")[2]
    written = next(
        (
            thing
            for path in (f"{module}.{owner}", owner, f"{module.rpartition('.')[0]}.{owner}")
            if (thing := world.resolve(path)) is not None
        ),
        None,
    ) or _only(world, owner)
    if written is None or written.kind != "class" or written.ref == around.ref:
        return None
    if not world.decides(written) or _has(world, written.ref, member) or not _has(world, around.ref, member):
        return None
    return _Wrong(owner=written.ref, member=member, right=f"{own}.{member}", path=f"{around.ref}.{member}")


def _only(world: World, name: str) -> Thing | None:
    """The one class of Celery's of a name."""
    found = [ref for ref in world.classes if ref.startswith("celery.") and ref.rpartition(".")[2] == name]
    return Thing(kind="class", ref=found[0]) if len(found) == 1 else None


def _lacks(world: World, owner: Thing | None, member: str) -> bool:
    try:
        world.member(owner, member)
    except Missing:
        return True
    return False


def _has(world: World, ref: str, member: str) -> bool:
    """Whether a class, or one that it inherits from, has a member or gives it to its instances."""
    refs = (ref, *world.bases(ref)) if ref in world.classes else ()
    return any(
        member in entry["members"] or member in entry.get("instance", ())
        for each in refs
        if (entry := world.classes.get(each)) is not None
    )
