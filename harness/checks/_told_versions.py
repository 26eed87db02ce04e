"""Versions that cannot be right, whatever they are of: older docs have told otherwise, or nobody made the release."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from packaging.version import InvalidVersion, Version

from harness import ancestry, chronicle, version_marks
from harness.checks import _prose, _versions
from harness.interfaces import Case
from harness.model import Claim
from harness.version_marks import Mark

#: What stands as code, or is referred to.
MARKED = re.compile(r"``(?P<code>[^`]+)``|:[\w:]+:`(?P<target>[^`]+)`|(?<![`:\w])`(?P<plain>[^`]+)`(?!_)")
NAME = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Against:
    """What is against a version."""

    subject: str
    observed: str
    message: str
    real: str | None = None  # the version in its stead


def mark(case: Case, claim: Claim) -> Mark | None:
    """The mark that a claim is, in the source of the docs."""
    return _marks(case.docs.root, claim.file).get(claim.line)


@functools.lru_cache(maxsize=64)
def _marks(root: str, file: str) -> Mapping[int, Mark]:
    return {each.line: each for each in version_marks.marks(_prose.lines(root, file), file)}


def against(case: Case, claim: Claim) -> Against | None:
    """What is against the version that a claim tells."""
    if claim.historical or (told := _versions.minor(claim.subject)) == "" or (found := mark(case, claim)) is None:
        return None
    return _no_release(case, claim, found, told) or _named(case, found, told) or _otherwise(case, found, told)


def came(case: Case, claim: Claim) -> str:
    """The minor that brought what a claim is about, as docs of that time tell; "" when none do."""
    found = mark(case, claim)
    return chronicle.came(found, case.docs.version) if found is not None and not claim.historical else ""


# - Releases


def _no_release(case: Case, claim: Claim, found: Mark, told: str) -> Against | None:
    """That no release has this version, or none that these docs could know of."""
    minors = {Version(each) for each in ancestry.minors()}
    version = Version(told)
    subject = f"no-release:{found.what}:{case.page.name}:{found.title}:{told}"
    if version <= max(minors) and version not in minors:
        there = f"there has been no Celery {told}"
        return Against(subject=subject, observed=there, message=there)
    if _is_unheard_of(case, version):
        newer = f"the docs are of Celery {case.docs.version}"
        return Against(subject=subject, observed=newer, message=f"{newer}, and {claim.subject} is not the next release")
    return None


def _is_unheard_of(case: Case, version: Version) -> bool:
    """Whether a version is newer than the docs', and not the next one, which could be announced."""
    try:
        own = Version(case.docs.version)
    except InvalidVersion:
        return False
    # What a checkout holds may be any later release.
    if case.docs.version != case.target.celery or own.is_prerelease:
        return False
    following = (Version(f"{own.major}.{own.minor + 1}"), Version(f"{own.major + 1}.0"))
    return version > Version(f"{own.major}.{own.minor}") and version not in following


# - What is named


def _named(case: Case, found: Mark, told: str) -> Against | None:
    """That what is named there came later: since settings and commands have their names of today."""
    if Version(told) < ancestry.RENAMED:
        return None
    for name in names(found):
        real = _since(name)
        if real and _versions.is_before(told, real) and Version(real) <= Version(case.target.celery):
            none = f"no source of a release before Celery {real} has {name}"
            return Against(
                subject=f"version-of:{found.what}:{name}",
                observed=none,
                message=f"{name}, which {found.what} {told} is about, came with {real}",
                real=real if len(names(found)) == 1 else None,
            )
    return None


def names(found: Mark) -> tuple[str, ...]:
    """Names that a version is told of, in the words beside it or in the title above, and since when they are there."""
    marked = (next(filter(None, match.groups())) for match in MARKED.finditer(f"{found.title} {found.text}"))
    return tuple(dict.fromkeys(name for each in marked for name in NAME.findall(each) if _since(name)))


def is_named(case: Case, claim: Claim) -> bool:
    """Whether something is named that came with the very minor that is told."""
    found = mark(case, claim)
    return found is not None and any(_since(name) == _versions.minor(claim.subject) for name in names(found))


def _since(name: str) -> str:
    """The minor that has a name first; "" when words of other code may have been the same."""
    known = ancestry.since()
    if "_" not in name.strip("_") or len(name) < _versions.PARTICULAR:
        return ""
    keys = (f"{late}{kind}:{name}" for kind in ("setting", "word") for late in ("", "late:"))
    return next((known[key] for key in keys if key in known), "")


# - What older docs have told


def _otherwise(case: Case, found: Mark, told: str) -> Against | None:
    """That the docs of older releases tell another version."""
    subject = f"version-told:{found.keys[0]}" if found.keys else ""
    docs = case.docs.version
    if not subject or not _versions.parse(docs):
        return None
    if real := chronicle.came(found, docs):
        first = f"the docs of Celery {real} are the first to tell of it, and they tell {real}"
        return None if real == told else Against(subject=subject, observed=first, message=first, real=real)
    agreed = chronicle.agreed(found, docs)
    if agreed is None or chronicle.minor(agreed.version) == told:
        return None
    said = f"the docs of older releases, from {agreed.first} on, tell {agreed.version}"
    return Against(subject=subject, observed=said, message=said, real=agreed.version)
