"""Attributes and data that a page describes: `.. attribute:: Task.max_retries`, or within the description of a class.

Attributes may be made in ways that no introspection sees (`Task.autoretry_for` is an option of the decorator), so one
that is not there is reported only when it is plainly meant for one that is: that the class has, that other code gives
to its instances (`consumer.heart`, which a bootstep sets), or that the page itself writes where it is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from harness.checks import _found, _history, _misnamed, _nearest, _slips
from harness.checks._world import World
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "attributes"

rules: Mapping[str, str] = {
    "unknown-member": "an attribute that is described, meant for one that its class has",
    "misspelt-name": "an attribute that is described, and called like nothing there is",
}

level: CheckName = "none"
sees = frozenset({"object"})

ROLES = frozenset({"attribute", "data"})
TASK = "celery.app.task.Task"
#: What makes a task of a function: each of its arguments is an option of the task.
MAKER = ("celery.app.base.Celery", "_task_from_fun")
#: So many attributes tell of which class a section is.
FEW = 3


def find(case: Case) -> Iterable[Finding]:
    """A finding when the attribute is a slip for one that is there."""
    claim = case.claim
    if claim is None or not _applies(claim) or _history.told(case):
        return
    owner = _owner(case, claim)
    attribute = claim.subject.rpartition(".")[2]
    known = _members(case, owner)
    if attribute in known or attribute in case.facts.get("assigned", ()):
        return
    near = known and (
        _nearest.nearest(attribute, known)
        or _given(case, owner, attribute)
        or _slips.meant(case, claim, attribute)
        or (None if _slips.is_known(case, attribute) else _misnamed.swapped(attribute, known))
        or _misnamed.other_part(case, attribute, known)
    )
    place = _found.place(case, claim, attribute, column=claim.column + len(claim.text) - len(attribute))
    if near:
        yield _found.finding(
            case,
            place,
            rule="unknown-member",
            subject=_found.subject_of_name(owner, attribute),
            observed=_found.lacks(case, owner, attribute),
            message=f"{owner} has no {attribute}{_found.meant(near)}",
            suggestion=near,
        )
    elif (right := _misnamed.of_nobody(case, claim, attribute)) is not None:
        yield _misnamed.nobodys(case, place, right)


def covers(case: Case) -> bool:
    """Whether the attribute is there, or plainly not."""
    claim = case.claim
    if claim is None or not _applies(claim) or _history.told(case):
        return False
    return claim.subject.rpartition(".")[2] in _members(case, _owner(case, claim)) or bool(list(find(case)))


def _applies(claim: Claim) -> bool:
    return claim.kind in sees and claim.fields.get("objtype") in ROLES


def _owner(case: Case, claim: Claim) -> str:
    """The class, or the module, that an attribute is of; "" when the page does not make it clear."""
    prefix = claim.subject.rpartition(".")[0]
    module = claim.fields.get("module", "")
    if claim.scope:
        path = f"{claim.scope}.{prefix}".strip(".")
    elif prefix:
        return _called(case, prefix)
    else:
        around = claim.fields.get("class") or _documented(case, claim)
        path = f"{module}.{around}".strip(".")
        if not path:
            return _of_section(case, claim)
    thing = World(case.facts).resolve(path) if path else None
    return thing.ref if thing is not None and thing.kind in ("class", "module") else ""


def _documented(case: Case, claim: Claim) -> str:
    """The class of the `autoclass` in whose content the directive stands: the nearest above that is less indented."""
    margin = _margin(claim, claim.fields["objtype"])
    for each in sorted((each for each in case.page.claims if each.line < claim.line), key=lambda one: -one.line):
        if each.kind == "auto" and _margin(each, each.fields["directive"]) < margin:
            return each.subject if each.fields["directive"] == "autoclass" else ""
    return ""


def _margin(claim: Claim, directive: str) -> int:
    return claim.column - 1 - len(f".. {directive}:: ")


def _called(case: Case, prefix: str) -> str:
    """The one class of that name that has most of what the page says of it."""
    subjects = {each.subject for each in case.page.claims if _applies(each)} | {
        case.claim.subject if case.claim else ""
    }
    names = {each.rpartition(".")[2] for each in subjects if each.rpartition(".")[0] == prefix}
    refs = [ref for ref in case.facts.get("classes", {}) if ref.rpartition(".")[2] == prefix]
    fits = [ref for ref in refs if len(names) > 1 and 2 * len(names & _members(case, ref)) > len(names)]
    world = World(case.facts)
    bases = [ref for ref in fits if all(world.inherits(other, ref) for other in fits)]
    return bases[0] if len(bases) == 1 else ""


def _of_section(case: Case, claim: Claim) -> str:
    """The one class that has more of the attributes that the section describes than any other, and not too few."""
    section = (each for each in case.page.claims if each.headings == claim.headings and _applies(each))
    names = frozenset(each.subject for each in section if "." not in each.subject)
    world = World(case.facts)
    count = {ref: len(names & _members(case, ref)) for ref in world.classes}
    most = max(count.values(), default=0)
    best = [ref for ref, each in count.items() if each == most]
    bases = [ref for ref in best if all(world.inherits(other, ref) for other in best)]
    return bases[0] if len(bases) == 1 and most >= FEW and 3 * most >= len(names) else ""


def _given(case: Case, owner: str, attribute: str) -> str | None:
    """What some code sets on an object, and the attribute is a slip for."""
    if _slips.is_known(case, attribute):
        return None
    options: Iterable[str] = ()
    if owner == TASK:
        maker = World(case.facts).classes.get(MAKER[0], {}).get("members", {}).get(MAKER[1], {})
        options = (each[0] for each in maker.get("signature") or ())
    return _nearest.nearest(attribute, {*case.facts.get("assigned", ()), *options})


def _members(case: Case, owner: str) -> frozenset[str]:
    """What a class and its bases, or a module, have by name."""
    module = case.facts.get("modules", {}).get(owner)
    if module is not None:
        return frozenset(module["members"])
    return World(case.facts).members.get(owner, frozenset())
