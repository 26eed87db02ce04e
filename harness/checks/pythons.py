"""Which Python and which Django a release is said to run on, against what the releases say of themselves.

    Celery version 5.5.x runs on:

    - Python ❨3.8, 3.9, 3.10, 3.11, 3.12, 3.13❩

    - Python 3.7: Celery 5.2 or earlier.

    From the next major version (Celery 6.x) Python ❨3.7❩ or newer is required.

    Celery ❨5.5.x supports Django 2.2❩ LTS or newer versions.

    new to Celery ❨v5.5.x❩ coming from previous versions

The release at hand tells by its metadata: the classifiers, the least Python that pip installs it on, and the least
Django of its extra of that name.  Of the others the least Python is known.

Evidence of what is told of the release at hand is the `form` in which it is, with the `major` of the next.  Of a
sentence about Django: the `release` and the least `django` that it tells, and what is `right` for both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import Version

from harness import ancestry
from harness.checks import _found, _history, _passages, _prose
from harness.checks._passages import Passage
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "pythons"

rules: Mapping[str, str] = {
    "wrong-python": "a Python that a release is said to run on, where its metadata tell otherwise",
    "other-release": "the number, name or requirements of another release than the one that the docs are of",
}

level: CheckName = "none"
sees = frozenset({"claim", "python"})

DJANGO = re.compile(
    r"\bCelery\s+(?:version\s+)?(?P<told>(?P<release>\d+\.\d+(?:\.(?:\d+|x))?)\s+supports\s+Django\s+"
    r"(?P<django>\d+(?:\.\d+)*))(?P<lts>\s+LTS)?(?=\s+(?:or|and)\s+(?:newer|later|above|higher))"
)
#: The line below a title.
TITLE = re.compile(r"([=~^\"'+*#-])\1{2,}\s*")
#: Versions of Django with long-term support, from the first that Celery 5 runs with.
LTS = re.compile(r"1\.11|[2-9]\.2|\d{2,}\.2")
#: What the docs call their own release by, and how they say it.
CALLED = {
    "own": "these are the docs of Celery",
    "series": "this release is called",
    "new": "this is for those new to Celery",
}
SERIES = re.compile(r"(?m)^SERIES\s*=\s*['\"](?P<name>.+)['\"]")


def find(case: Case) -> Iterable[Finding]:
    """A finding when the case's claim is not what the release says of itself."""
    claim = case.claim
    if claim is None:
        return
    for passage in _passages.telling(case, DJANGO):
        yield from _django(case, passage)
    if (right := _right(case, claim)) is None or right == claim.text:
        return
    if claim.fields["form"] == "release":
        yield _other(case, claim, right)
        return
    if claim.fields["form"] in CALLED:
        yield _called(case, claim, right)
        return
    release, told_next = claim.fields.get("release") or _minor(case), claim.fields["form"] == "next"
    what = {
        "list": f"the Pythons for Celery {release} are {claim.text}",
        "least": f"the least Python for Celery {release} is {claim.text}",
        "last": f"the last minor of Celery for Python {claim.fields.get('python')} is {release}",
        "next": f"Celery {release}.x is said to be the next version, and the first to require Python {claim.text}",
    }[claim.fields["form"]]
    evidence = {"form": claim.fields["form"], **({"major": release} if told_next else {})}
    beside = _beside(case, claim, right)
    yield _found.finding(
        case,
        _found.place(case, claim, claim.text),
        rule="wrong-python",
        severity="wrong-value",
        subject=f"python:{claim.key.partition(':python:')[2]}",
        claim=what,
        observed=right if told_next else f"by its own metadata it is {right}",
        message=f"{what}; {right}" if told_next else f"{what}; by its own metadata it is {right}",
        suggestion=None if told_next or beside else right,
        evidence={
            **(evidence if told_next or release == _minor(case) else {}),
            **({"more": beside} if beside else {}),
        },
    )


def covers(case: Case) -> bool:
    """Whether the claim could be held against a release."""
    return case.claim is not None and _right(case, case.claim) is not None


def _right(case: Case, claim: Claim) -> str | None:
    """What should stand in the claim's place; None when nobody can tell."""
    if claim.kind not in sees or not case.facts.get("pythons", {}).get("minors") or _history.told(case):
        return None
    form, own = claim.fields["form"], _minor(case)
    release = claim.fields.get("release") or own
    if form == "release":
        return claim.text if release == own else _as(case, claim.text)
    if form in CALLED:
        return _own(case, claim)
    if form == "next":
        return _next(case, claim)
    if form == "list":
        told = [each.strip() for each in claim.text.split(",")]
        real = sorted(case.facts["pythons"]["minors"], key=Version)
        if release != own:
            return None
        return claim.text if sorted(told, key=Version) == real else ", ".join(real)
    if form == "least":
        return _least(case.facts) if release == own else ancestry.since().get(f"python:{release}")
    return _last(claim.fields["python"], claim.text, release)


def _beside(case: Case, claim: Claim, right: str) -> str:
    """What else the section says of the least Python, the told or the right one: that is to be rewritten, too."""
    if claim.fields["form"] != "least":
        return ""
    words = rf"\bPython\s+(?:{re.escape(claim.text)}|{re.escape(right)})(?!\.?\d)"
    return ", ".join(dict.fromkeys(re.findall(words, _around(case, claim.file, claim.line))))


def _around(case: Case, file: str, line: int) -> str:
    """The section that a line stands in, without the line."""
    lines = _prose.lines(case.docs.root, file)
    titles = [number for number in range(1, len(lines)) if TITLE.fullmatch(lines[number]) and lines[number - 1].strip()]
    first = max((number for number in titles if number < line), default=0)
    last = min((number - 1 for number in titles if number >= line), default=len(lines))
    return "\n".join(lines[first : line - 1] + lines[line:last])


def _minor(case: Case) -> str:
    version = Version(case.target.celery)
    return f"{version.major}.{version.minor}"


def _least(facts: Mapping[str, Any]) -> str | None:
    """The least Python that the metadata ask for."""
    try:
        return _bound(SpecifierSet(facts["pythons"]["requires"]))
    except InvalidSpecifier:
        return None


def _bound(wanted: SpecifierSet) -> str | None:
    return max((each.version for each in wanted if each.operator == ">="), key=Version, default=None)


def _as(case: Case, told: str) -> str:
    """The release that the docs are of, as exact as one that they tell: 5.3, 5.3.x or 5.3.6."""
    tail = re.sub(r"^\d+\.\d+", "", told)
    return Version(case.target.celery).base_version if re.search(r"\d", tail) else _minor(case) + tail


def _own(case: Case, claim: Claim) -> str | None:
    """What the docs call their own release by, and should; None when nobody can tell."""
    form = claim.fields["form"]
    if form == "own":
        right = Version(case.target.celery).base_version
        return claim.text if Version(claim.text).base_version == right else right
    if form == "series":
        found = SERIES.search("\n".join(_prose.lines(case.docs.root, "celery/__init__.py")))
        return found and (claim.text if found["name"].lower() == claim.text.lower() else found["name"])
    told = re.findall(r"\d+(?:\.\d+)+(?:\.x)?", claim.text)
    right = _as(case, told[-1])
    return claim.text if any(f"{each}.".startswith(f"{_minor(case)}.") for each in told) else right


def _next(case: Case, claim: Claim) -> str | None:
    """Why what is said of the next release is not so; what is said, when it may be."""
    own, least = Version(case.target.celery), _least(case.facts)
    if int(claim.fields["release"]) <= own.major:
        return f"these are the docs of {own.base_version}"
    if least is None:
        return None
    return f"{own.base_version} itself asks for {least}" if Version(claim.text) <= Version(least) else claim.text


def _last(python: str, text: str, release: str) -> str | None:
    """The last minor for a Python; None when it was before the first that is known."""
    known = {Version(minor): least for minor in ancestry.minors() if (least := ancestry.since().get(f"python:{minor}"))}
    fitting = [minor for minor, least in known.items() if Version(least) <= Version(python)]
    if not fitting or Version(release) < min(known) or max(fitting) == max(known):
        return None
    return text if max(fitting) == Version(release) else str(max(fitting)) + text[len(release) :]


def _other(case: Case, claim: Claim, right: str) -> Finding:
    """The heading of another release's requirements; it alone is to be changed only when what it heads is right."""
    own = case.facts["pythons"]
    listed = [each for each in case.page.claims if each.kind in sees and each.fields["form"] == "list"]
    same = [each for each in listed if {part.strip() for part in each.text.split(",")} == set(own["minors"])]
    return _found.finding(
        case,
        _found.place(case, claim, claim.text),
        rule="other-release",
        severity="wrong-value",
        subject=f"requirements:{claim.page}",
        claim=f"the requirements of Celery {claim.text}",
        observed=f"the docs are of Celery {case.target.celery}, for Python {', '.join(own['minors'])}",
        message=f"these are the requirements of Celery {claim.text}; {case.target.celery} is for Python "
        f"{', '.join(own['minors'])}",
        suggestion=right if listed and len(same) == len(listed) else None,
    )


def _called(case: Case, claim: Claim, right: str) -> Finding:
    """The number, or name, of another release."""
    form, version = claim.fields["form"], case.target.celery
    real = f"celery.SERIES is {right!r}" if form == "series" else f"the docs are of Celery {version}"
    return _found.finding(
        case,
        _found.place(case, claim, claim.text),
        rule="other-release",
        severity="cosmetic",
        subject=f"{form}:{claim.page}",
        claim=f"{CALLED[form]} {claim.text}",
        observed=real,
        message=f"{CALLED[form]} {claim.text}: {real}",
        suggestion=right,
        evidence={"form": form},
    )


# - Django


def _django(case: Case, passage: Passage) -> Iterator[Finding]:
    """The one sentence of a page that tells with which Django a release can be used."""
    told = DJANGO.findall("\n".join(_prose.lines(case.docs.root, passage.file)))
    least = _least_django(case.facts)
    match = DJANGO.search(passage.text)
    if match is None or len(told) != 1 or least is None or _history.told(case):
        return
    if _history.told_in_prose(_prose.around(passage.text, match)):
        return
    release, django, own = match["release"], match["django"], _minor(case)
    same = [*map(int, release.split(".")[:2])] == [*map(int, own.split("."))]
    short = ".".join(least.split(".")[: django.count(".") + 1])
    if same and django == short:
        return
    right = own + ("" if release.count(".") == 1 else ".x")
    asked = f"{case.target.celery} asks for Django {least} or newer"
    if same:
        start, end, text = match.start("django"), match.end("django"), short
        message = f"{asked}, not for {django}"
    elif django == short:
        start, end, text = match.start("release"), match.end("release"), right
        message = f"this is told of Celery {release}, and the docs are of {case.target.celery}"
    else:
        message = f"this is told of Celery {release}; {asked}"
        text = match["told"].replace(release, right, 1)
        text = text[: len(text) - len(django)] + short
        start, end = match.start("told"), match.end("told")
    yield _found.finding(
        case,
        passage.place(case, start, end),
        rule="other-release",
        severity="wrong-value",
        subject=f"requirements:django:{case.page.name}",
        claim=f"Celery {release} supports Django {django}",
        observed=f"the docs are of Celery {case.target.celery}, whose extra django asks for Django {least} or newer",
        message=message,
        suggestion=text if django == short or _can_be(case, passage, match, short) else None,
        evidence={"release": release, "django": django, "right": [release if same else right, short]},
    )


def _can_be(case: Case, passage: Passage, match: re.Match[str], least: str) -> bool:
    """Whether another least Django can stand there: one of its kind, of which, as of the old one, nothing else speaks.

    What is said of those before the old one would leave those between the two without a word.
    """
    if match["lts"] and LTS.fullmatch(least) is None:
        return False
    last = passage.first + passage.text.count("\n", 0, match.end())
    rest = passage.text[match.end() :].partition("\n")[0]
    beside = f"{passage.text[: match.start()]}\n{rest}\n{_around(case, passage.file, last)}"
    return re.search(rf"\bDjango\s+(?:{re.escape(match['django'])}|{re.escape(least)})(?!\.?\d)", beside) is None


def _least_django(facts: Mapping[str, Any]) -> str | None:
    """The least Django that the extra of that name asks for."""
    for each in facts.get("extras", {}).get("django", ()):
        try:
            wanted = Requirement(each)
        except InvalidRequirement:
            continue
        if wanted.name.lower() == "django":
            return _bound(wanted.specifier)
    return None
