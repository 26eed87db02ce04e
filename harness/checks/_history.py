"""Whether a page tells of something as gone, old or wrong: then names that do not exist stand there on purpose."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from harness.checks import _prose
from harness.interfaces import Case
from harness.model import Sample

#: Words in a title under which nothing is claimed about the release at hand.
TITLES = re.compile(
    r"\b(deprecat\w*|remov(ed|als?)|obsolete|legacy|old|what'?s new|changelog|history|evolv\w*|upgrad\w*|migrat\w*"
    r"|compat\w*|backwards?)\b|^changes?$",
    re.I,
)
#: A title that is a module's name announces nothing: `celery.contrib.migrate`.
MODULE = re.compile(r"`*[a-z_]\w*(\.[a-z_]\w*)+`*")
#: Words in the sentence before a sample.
LEADS = re.compile(
    r"\b(deprecat\w*|removed|obsolete|legacy|old|older|oldest|no longer|used to (be|have|exist|live|work|take|allow)"
    r"|^instead of|instead of(?=\W*$| (this|that|these|those|the (following|above)|writing|doing|having)\b)"
    r"|previously|formerly|earlier (version|release)s?|renamed|replaced|prior to|as before"
    r"|before (version|celery|[\dv])|in (version )?[1-4]\.\d|early|in the beginning|was (once )?possible|originally"
    r"|at first|not supported|unsupported|unavailable|will not work|won'?t work|does(n'?t| not) (work|exist)|wrong"
    r"|incorrect|bad)\b",
    re.I,
)
#: A sentence before a sample that runs, and is no good: `Bad:`, "… is considered bad practice:".
FROWNED = re.compile(r"(?:.*\b)?bad(?: practice| style| idea)?\W*", re.I | re.S)
#: The end of a sentence before a sample that takes the place of what the sentence tells of.
REPLACING = re.compile(r"\b(replaced|superseded) (by|with)\b[^.;,]*:?$", re.I)
#: Words in a comment beside or above the code.
COMMENTS = re.compile(
    r"#.*\b(deprecat\w*|remov(ed|al)|old|no longer|not work\w*|do(es)?n'?t(?! (have|need) to\b)|won'?t|can'?t|wrong|bad"
    r"|error|fail\w*|raises?|gone|before|instead|legacy|invalid|rejected)\b",
    re.I,
)
#: What stands beside the text, and often tells how things came to be as they are.
ASIDE = re.compile(r"^(?P<margin>\s*)\.\. (?:topic|sidebar)::")
#: Words of a sentence in the past tense.
PAST = re.compile(r"\b(was|were|wasn'?t|weren'?t|had|did|didn'?t|used to|became)\b", re.I)
#: Where a release's docs tell of past ones.
CHRONICLE = ("docs/history", "Changelog.rst", "docs/changelog.rst")
SETTING = re.compile(r":setting:`(\w+)`")

#: Words in a sentence of prose that names something because it is not there (any more).
PROSE = re.compile(
    r"\b(deprecat\w*|removed|obsolete|legacy|no longer|used to (be|have|exist|live)|previously|formerly|renamed"
    r"|replaced|instead of|prior to|in (earlier|older|previous) versions?|before (version|celery|[\dv])|moved (from|to)"
    r"|does(n'?t| not) exist|not (available|supported)|in place of)\b",
    re.I,
)


def told(case: Case, code: str = "", line: int = 0, *, works: bool = False) -> bool:
    """Whether the case, or line `line` (an index) of its `code`, is told as history or as what not to do.

    With `works` the question is one of code that fails at once: who shows bad practice shows what can be done.
    """
    subject = case.sample or case.claim
    if subject is None or subject.historical:
        return True
    if any_title((case.page.title, *subject.headings)):
        return True
    if was(case):
        return True
    if case.sample is not None and _leads(case.sample.lead.strip()) and not (works and _is_frowned(case.sample.lead)):
        return True
    return bool(code) and commented(code.split("\n"), line)


@functools.lru_cache(maxsize=4096)
def _leads(lead: str) -> bool:
    return LEADS.search(lead) is not None and REPLACING.search(lead) is None


def _is_frowned(lead: str) -> bool:
    """Whether a sentence says of the sample below no more than that it is no good."""
    match = FROWNED.fullmatch(lead.strip())
    return match is not None and len(LEADS.findall(lead)) == 1


def told_in_prose(sentence: str) -> bool:
    """Whether a sentence names things because they have gone."""
    return PROSE.search(sentence) is not None


def is_advised(sentence: str, name: str) -> bool:
    """Whether a sentence says to use something of this name instead of what it names because it has gone."""
    marked = rf"(?::\w+:)?`{{1,2}}[^`]*(?<!\w){re.escape(name)}(?!\w)[^`]*`{{1,2}}"
    advised = rf"\buse\s+{marked}\s+instead\b(?!\s+of\b)|\bdeprecated\s+in\s+favou?r\s+of\s+{marked}"
    return re.search(advised, sentence, re.I) is not None


def any_title(titles: Iterable[str]) -> bool:
    """Whether one of the titles announces history."""
    return any(map(_announces, titles))


@functools.lru_cache(maxsize=4096)
def _announces(title: str) -> bool:
    return TITLES.search(title) is not None and MODULE.fullmatch(title.strip()) is None


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


def was(case: Case) -> bool:
    """Whether the case stands in a topic or sidebar, and what is said of it there is said in the past tense."""
    subject = case.sample or case.claim
    if subject is None:
        return False
    first = subject.lines[0] if isinstance(subject, Sample) else subject.line
    if not _is_aside(case.docs.root, subject.file, first):
        return False
    if isinstance(subject, Sample):
        # What something was replaced with is what there is now.
        return PAST.search(subject.lead) is not None and REPLACING.search(subject.lead.strip()) is None
    return PAST.search(_prose.sentence(case, subject)) is not None


@functools.lru_cache(maxsize=65536)
def _is_aside(root: str, file: str, line: int) -> bool:
    return any(line in lines for lines in _asides(root, file))


@functools.lru_cache(maxsize=256)
def _asides(root: str, file: str) -> tuple[range, ...]:
    """Lines of a file's topics and sidebars."""
    return tuple(_ranges(_prose.lines(root, file)))


def _ranges(lines: tuple[str, ...]) -> Iterator[range]:
    for index, line in enumerate(lines):
        aside = ASIDE.match(line)
        if aside is None:
            continue
        margin = len(aside["margin"])
        end = index + 1
        while end < len(lines) and (not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip()) > margin):
            end += 1
        yield range(index + 1, end + 1)


def had_setting(root: str, name: str) -> bool:
    """Whether the docs of past releases refer to a setting of this name."""
    return name in _old_settings(root)


@functools.lru_cache(maxsize=16)
def _old_settings(root: str) -> frozenset[str]:
    files = [
        each
        for part in CHRONICLE
        for each in (sorted(Path(root, part).glob("*.rst")) if Path(root, part).is_dir() else [Path(root, part)])
    ]
    return frozenset(
        name
        for each in files
        for line in _prose.lines(root, str(each.relative_to(root)))
        for name in SETTING.findall(line)
    )
