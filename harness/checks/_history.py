"""Whether a page tells of something as gone, old or wrong: then names that do not exist stand there on purpose."""

from __future__ import annotations

import re
from collections.abc import Iterable

from harness.interfaces import Case

#: Words in a title under which nothing is claimed about the release at hand.
TITLES = re.compile(
    r"\b(deprecat\w*|remov(ed|als?)|obsolete|legacy|old|what'?s new|changelog|history|evolv\w*|upgrad\w*|migrat\w*"
    r"|compat\w*|backwards?)\b|^changes?$",
    re.I,
)
#: Words in the sentence before a sample.
LEADS = re.compile(
    r"\b(deprecat\w*|removed|obsolete|legacy|old|older|oldest|no longer|used to (be|have|exist|live|work|take|allow)"
    r"|instead of|previously|formerly|earlier (version|release)s?|renamed|replaced|prior to|as before"
    r"|before (version|celery|[\dv])|in (version )?[1-4]\.\d|early|in the beginning|was (once )?possible|originally"
    r"|at first|not supported|unsupported|unavailable|will not work|won'?t work|does(n'?t| not) (work|exist)|wrong"
    r"|incorrect|bad)\b",
    re.I,
)
#: The end of a sentence before a sample that takes the place of what the sentence tells of.
REPLACING = re.compile(r"\b(replaced|superseded) (by|with)\b[^.;,]*:?$", re.I)
#: Words in a comment beside or above the code.
COMMENTS = re.compile(
    r"#.*\b(deprecat\w*|remov(ed|al)|old|no longer|not work\w*|doesn'?t|won'?t|can'?t|wrong|bad|don'?t|error|fail\w*"
    r"|raises?|gone|before|instead|legacy|invalid|rejected)\b",
    re.I,
)


#: Words in a sentence of prose that names something because it is not there (any more).
PROSE = re.compile(
    r"\b(deprecat\w*|removed|obsolete|legacy|no longer|used to (be|have|exist|live)|previously|formerly|renamed"
    r"|replaced|instead of|prior to|in (earlier|older|previous) versions?|before (version|celery|[\dv])|moved (from|to)"
    r"|does(n'?t| not) exist|not (available|supported)|in place of)\b",
    re.I,
)


def told(case: Case, code: str = "", line: int = 0) -> bool:
    """Whether the case, or line `line` (an index) of its `code`, is told as history or as what not to do."""
    subject = case.sample or case.claim
    if subject is None or subject.historical:
        return True
    if any_title((case.page.title, *subject.headings)):
        return True
    if case.sample is not None and LEADS.search(case.sample.lead) and not REPLACING.search(case.sample.lead.strip()):
        return True
    return bool(code) and commented(code.split("\n"), line)


def told_in_prose(sentence: str) -> bool:
    """Whether a sentence names things because they have gone."""
    return PROSE.search(sentence) is not None


def any_title(titles: Iterable[str]) -> bool:
    """Whether one of the titles announces history."""
    return any(TITLES.search(title) for title in titles)


def commented(lines: list[str], line: int) -> bool:
    """Whether the line, or the comments right above it, say that it is not to be done so."""
    if COMMENTS.search(lines[line]):
        return True
    above = line - 1
    while above >= 0 and lines[above].lstrip(" .>").startswith("#"):
        if COMMENTS.search(lines[above]):
            return True
        above -= 1
    return False
