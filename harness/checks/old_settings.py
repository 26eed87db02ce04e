"""Old names of settings and the new ones that a page gives beside them, against the pairs that Celery takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from harness import ancestry
from harness.checks import _found, _history, _named, _nearest
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "old-settings"

rules: Mapping[str, str] = {
    "old-setting-name": "an old name of a setting that Celery does not take, or takes for another setting",
    "unknown-setting": "a setting that nothing reads, given as the new name of another",
}

level: CheckName = "none"
sees = frozenset({"renamed"})

#: The namespace that the docs give the settings of a project.
NAMESPACE = "CELERY"
#: What stands for the beginning of a name that a page leaves out.
LEFT_OUT = "[...]"


def find(case: Case) -> Iterable[Finding]:
    """Findings about a pair of an old and a new name."""
    claim = case.claim
    if claim is None or not covers(case):
        return
    if _history.told(case):
        yield from _slip(case, claim)
        return
    if claim.fields["form"] == "prefix":
        yield from _prefixes(case, claim)
    else:
        yield from _row(case, claim)


def covers(case: Case) -> bool:
    """Whether the claim is a pair of names, told of this release."""
    claim = case.claim
    if claim is None or claim.kind not in sees or "settings" not in case.facts:
        return False
    return not _history.told(case) or bool(list(_slip(case, claim)))


def _slip(case: Case, claim: Claim) -> Iterator[Finding]:
    """Of what is told as gone: an old name that no release had, and that is nearly one that a release takes or took."""
    known = _once(case)
    if claim.historical or claim.fields["form"] == "prefix" or claim.subject in known or LEFT_OUT in claim.subject:
        return
    near = _nearest.nearest(claim.subject, known)
    if near is None or _history.had_setting(case.docs.root, claim.subject):
        return
    yield _found.finding(
        case,
        _found.place(case, claim, claim.text),
        rule="old-setting-name",
        severity="silent",
        subject=f"old:{claim.subject}:{claim.fields['new']}",
        claim=f"{claim.subject} is an old name of a setting",
        observed=f"nothing reads the old name {claim.subject}",
        message=f"{claim.subject} is no old name of a setting{_found.meant(near)}",
        suggestion=near,
    )


def _once(case: Case) -> frozenset[str]:
    """Old names of settings that Celery takes, that the code of older releases has, or that only lack a prefix."""
    words = frozenset(word for word in ancestry.first_of("word:") if word.isupper())
    return words.union(_named.names(case.facts).new, map(str.upper, case.facts["settings"]["keys"]))


def _row(case: Case, claim: Claim) -> Iterator[Finding]:
    pairs = _named.names(case.facts).new
    old, new = claim.subject, claim.fields["new"]
    known = _named.names(case.facts).known
    if new not in known:
        at = _found.place(case, claim, new, int(claim.fields["line"]), int(claim.fields["column"]))
        if claim.fields["role"] != "setting":  # references are looked at one by one
            yield _named.unknown(case, at, new, _meant(case, old, new))
        new = _meant(case, old, new) or new
    taken = _names_of(old, pairs)
    if claim.fields.get("words") or any(pairs[each] == new for each in taken):
        yield from _slip(case, claim)  # "Use … instead": no mere renaming
        return
    right = sorted(each for each, key in pairs.items() if key == new)
    # The code gives the setting no old name of its own, and there was one.
    forgotten = not taken and set(right) <= {new.upper()} and _history.had_setting(case.docs.root, old)
    suggestion = right[0] if len(right) == 1 and not forgotten else None
    # An old release may have had the name: the new one in capitals, which every setting has, need not be what is meant.
    plain = suggestion == new.upper() and not taken and not old.endswith(f"_{suggestion}")
    if plain and _nearest.nearest(old, right) is None:
        suggestion = None
    observed = f"{old} is taken for {pairs[taken[0]]}" if taken else f"nothing reads the old name {old}"
    if right:
        observed += f"; the old name of {new} is {' or '.join(right)}"
    else:
        observed += f"; {new} has no old name"
    message = f"{old}{', a setting of past releases,' * forgotten} is not taken for {new}{_found.meant(suggestion)}"
    if not (taken or right) and old == f"{NAMESPACE}_{new.upper()}":
        message = f"{old} is no old name of {new}: it is taken only by an application with namespace='{NAMESPACE}'"
    yield _found.finding(
        case,
        _found.place(case, claim, claim.text),
        rule="old-setting-name",
        blame="library" if forgotten else "docs",
        severity="silent",
        subject=f"old:{old}:{new}",
        claim=f"{old} is the old name of {new}",
        observed=observed,
        message=message,
        suggestion=suggestion,
    )


def _names_of(old: str, pairs: Mapping[str, str]) -> list[str]:
    """The old names that are meant: one, or those with an end when the beginning is left out."""
    if old.startswith(LEFT_OUT):
        return sorted(each for each in pairs if each.endswith(old.removeprefix(LEFT_OUT)))
    return [old] if old in pairs else []


def _meant(case: Case, old: str, new: str) -> str | None:
    """The setting that a wrong new name stands for: what its old name is taken for, or else the nearest."""
    pairs = _named.names(case.facts).new
    near = old if old in pairs else _nearest.nearest(old, pairs)
    if near is not None:
        return pairs[near]
    return _named.names(case.facts).near(new)


def _prefixes(case: Case, claim: Claim) -> Iterator[Finding]:
    """Of "`celeryd_` to `worker_`": whether an old name differs from a new one in this way."""
    old, new = claim.subject.lower(), claim.fields["new"]
    real = Counter(
        before[: -len(after.removeprefix(new))].lower()
        for before, after in _named.names(case.facts).new.items()
        if after.startswith(new) and before.endswith(after.removeprefix(new).upper())
    )
    if old in real or not real:
        return
    suggestion = _nearest.nearest(old, real)
    yield _found.finding(
        case,
        _found.place(case, claim, claim.text),
        rule="old-setting-name",
        severity="silent",
        subject=f"old:{old}:{new}",
        claim=f"settings that begin with {new} began with {old}",
        observed=f"no old name begins with {old}; those of {new} settings begin with {', '.join(sorted(real))}",
        message=f"no old name of a setting begins with {old}{_found.meant(suggestion)}",
        suggestion=suggestion,
    )
