"""Since when something is there, or has changed, held against the sources of the older releases.

    .. setting:: task_store_eager_result

    ``task_store_eager_result``
    ~~~~~~~~~~~~~~~~~~~~~~~~~~~

    .. versionadded:: 5.1

Only where it is certain what is meant: the setting, signal, event or remote control command that was declared right
above, the attribute of a request or the method that is described, or the callable whose docstring it stands in; and
only when nothing is said beside the version, which would be about a part of it.  A change that a later release of an
old minor got as well is no mistake.

Whatever it is told of: what the words beside a version name must have been there then; docs of older releases must not
tell another, above all those that came with it; and it must be a release that there was, or the next one.

In the section of a setting also "The default was changed from ``A`` to ``B``" below `versionchanged`, and `deprecated`,
where the release's own table of settings tells since when it is.  That a later release has changed a default is wrong
in the docs of a release that has the new one.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping

from packaging.version import Version

from harness import ancestry
from harness.checks import _found, _history, _told_versions
from harness.checks._told_versions import Against
from harness.checks._versions import Came, Subject, came, is_before, minor, parse, subjects
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "versions-told"

rules: Mapping[str, str] = {
    "wrong-version-added": "a version since which something is said to be there, and is not",
    "wrong-version-changed": "a version in which something is said to have changed, or to be deprecated, and is not",
}

level: CheckName = "none"
sees = frozenset({"version"})

#: What `versionchanged` says of a default.
CHANGED = re.compile(
    r"\bdefault (?:value )?(?:was|has been|is) changed from ``(?P<old>[^`]+)`` to ``(?P<new>[^`]+)``(?! and\b|,? or\b)"
)
#: The same of a dict that has got more: "to include ``a=1`` and ``b=2``".
INCLUDED = re.compile(
    r"\bdefault (?:value )?(?:was|has been|is) changed from ``[^`]+`` to include "
    r"(?P<new>``\w+=[^`]+``(?:(?:,| and|, and) ``\w+=[^`]+``)*)(?! or\b)"
)
ITEM = re.compile(r"``(?P<key>\w+)=(?P<value>[^`]+)``")


def find(case: Case) -> Iterable[Finding]:
    """Findings when the case's version is clearly another."""
    claim = case.claim
    if claim is None or claim.kind not in sees:
        return
    found = [*_by_sources(case, claim)]
    yield from found
    if not found and (against := _told_versions.against(case, claim)) is not None:
        yield _against_finding(case, claim, against)


def _by_sources(case: Case, claim: Claim) -> Iterable[Finding]:
    """Findings by what the sources of the releases have."""
    if (ahead := _ahead(case, claim)) is not None:
        yield _ahead_finding(case, claim, *ahead)
        return
    if (changed := _changed(case, claim)) is not None and changed != minor(claim.subject):
        yield _changed_finding(case, claim, changed)
    # That a minor does not have it can be said of one that has been released.
    if (told := minor(claim.subject)) not in ancestry.minors():
        return
    for subject in subjects(case, claim):
        real = came(case, subject)
        if real is not None and (told != real.minor if real.exact else is_before(told, real.minor)):
            yield _finding(case, claim, subject, real)


def covers(case: Case) -> bool:
    """Whether the version is the one of the first release that has it."""
    claim = case.claim
    if claim is None or claim.kind not in sees:
        return False
    told = minor(claim.subject)
    real = [came(case, subject) for subject in subjects(case, claim)]
    if not real and _changed(case, claim) == told != "":
        return True
    if any(each is not None and each.minor == told for each in real):
        return True
    return _told_versions.came(case, claim) == told != ""


def _against_finding(case: Case, claim: Claim, against: Against) -> Finding:
    added = claim.fields.get("directive") == "versionadded"
    return _found.finding(
        case,
        _found.place(case, claim, claim.text),
        rule="wrong-version-added" if added else "wrong-version-changed",
        severity="wrong-value",
        subject=against.subject,
        claim=f"{claim.fields.get('directive', '')}:: {claim.text}",
        observed=against.observed,
        message=against.message,
        suggestion=against.real,
    )


def _finding(case: Case, claim: Claim, subject: Subject, real: Came) -> Finding:
    what = f"{subject.what} {subject.name}" if subject.what != "name" else subject.name
    first = f"Celery {real.minor} is the first minor whose sources have it"
    late = f"no source of a release before Celery {real.minor} has it"
    return _found.finding(
        case,
        _found.place(case, claim, claim.text),
        rule="wrong-version-added",
        severity="wrong-value",
        subject=f"version-added:{subject.name}",
        claim=f"{what} is new in {claim.subject}",
        observed=first if real.exact else late,
        message=f"{what} has been there since {real.minor}, not {claim.subject}",
        suggestion=real.minor,
    )


# - Changes of settings


def _changed(case: Case, claim: Claim) -> str | None:
    """The minor in which what is told of the section's setting happened; None when nobody can tell."""
    if claim.kind not in sees or _history.told(case) or parse(claim.subject) is None or not claim.headings:
        return None
    setting = claim.headings[-1].strip("`")
    entry = case.facts.get("settings", {}).get("keys", {}).get(setting)
    if entry is None:
        return None
    if claim.fields.get("directive") == "deprecated":
        return minor(entry.get("deprecate_by", "")) or None
    told = CHANGED.search(claim.fields.get("text", ""))
    if claim.fields.get("directive") != "versionchanged" or told is None:
        return None
    words = f"{told['old']} -> {told['new']}"
    start = f"default:{setting}:"
    minors = [
        each.removeprefix(start) for each, done in ancestry.since().items() if each.startswith(start) and done == words
    ]
    return minors[0] if len(minors) == 1 and Version(minors[0]) <= Version(case.target.celery) else None


def _changed_finding(case: Case, claim: Claim, real: str) -> Finding:
    setting = claim.headings[-1].strip("`")
    deprecated = claim.fields["directive"] == "deprecated"
    what = f"{setting} is deprecated" if deprecated else f"the default of {setting} was changed"
    return _found.finding(
        case,
        _found.place(case, claim, claim.text),
        rule="wrong-version-changed",
        severity="wrong-value",
        subject=f"version-changed:{claim.fields['directive']}:{setting}",
        claim=f"{what} in {claim.subject}",
        observed=f"the table of settings says {real}" if deprecated else f"the sources of {real} are the first with it",
        message=f"{what} in {real}, not {claim.subject}",
        suggestion=real,
    )


# - Releases to come


def _ahead(case: Case, claim: Claim) -> tuple[str, str] | None:
    """The setting whose default a later release is said to have changed, and the new one, where this release has it."""
    version, told = parse(case.docs.version), parse(claim.subject)
    if version is None or told is None or told.release[:2] <= version.release[:2] or _history.told(case):
        return None
    if claim.fields.get("directive") != "versionchanged" or not claim.headings:
        return None
    # What a checkout holds may be the later release.
    if case.docs.version != case.target.celery or version.is_prerelease:
        return None
    setting, text = claim.headings[-1].strip("`"), claim.fields.get("text", "")
    real = case.facts.get("settings", {}).get("keys", {}).get(setting, {}).get("default")
    if real is None:
        return None
    if (changed := CHANGED.search(text)) is not None:
        return (setting, real) if _value(changed["new"]) == _value(real) != _value(changed["old"]) else None
    if (included := INCLUDED.search(text)) is not None:
        given, has = {item["key"]: _value(item["value"]) for item in ITEM.finditer(included["new"])}, _value(real)
        return (setting, real) if isinstance(has, dict) and given.items() <= has.items() else None
    return None


def _value(text: str) -> object:
    """What a literal stands for; the text itself when it is none."""
    try:
        return ast.literal_eval(text)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return text


def _ahead_finding(case: Case, claim: Claim, setting: str, real: str) -> Finding:
    version = case.docs.version
    return _found.finding(
        case,
        _found.place(case, claim, claim.text),
        rule="wrong-version-changed",
        severity="wrong-value",
        subject=f"version-ahead:{setting}",
        claim=f"the default of {setting} was changed in {claim.subject}",
        observed=f"in Celery {version} it is {real} already",
        message=f"the default of {setting} is {real} in {version} already: it was changed before {claim.subject}",
        evidence={"setting": setting, "default": real, "version": claim.subject},
    )
