"""Settings that a page calls by their old names in its sentences, and by their new ones everywhere else.

    If you are using IAM roles on instances, you can set the ❨BROKER_URL❩ to: ``sqs://`` …

A program that has both is refused, and nothing in the docs declares the old name.  What a namespace makes of a
setting's name (`CELERY_TIMEZONE`) is no old one, and a page that sets the old name in its samples is about these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from harness.checks import _found, _history, _named, _passages, _prose
from harness.checks._passages import Passage
from harness.checks.settings import NAMESPACE
from harness.interfaces import Case
from harness.model import CheckName, Finding

name = "prose-settings"

rules: Mapping[str, str] = {
    "old-setting-name": "a setting that a sentence calls by its old name, on a page that has it under the new one",
}

level: CheckName = "none"
sees = frozenset({"claim"})

WORD = re.compile(r"(?<![\w.$/<>-])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?![\w(/>-])")
#: A role whose text or target the word is: only that of settings is about settings, and another check's.
ROLE = re.compile(r":[\w:]+:`[^`]*`")
#: Words of a sentence that is about the environment of a process, about names of then, or about both of two names.
OTHERS = re.compile(
    r"\benviron|\benvvar\b|\bvariable|\bexport\b|\bupper-?case\b|\bnamespace\b|\bprefix|\bold\b|\balso\b|\bDjango\b",
    re.I,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Use:
    """An old name in a sentence, with the setting that it is of."""

    passage: Passage
    start: int
    old: str
    new: str


def find(case: Case) -> Iterable[Finding]:
    """Findings about the old names in the passages that are the case's claim's."""
    for use in _uses(case):
        end = use.start + len(use.old)
        text = use.passage.text
        marked = text[use.start - 1 : use.start] == "`" or text[end : end + 1] == "`"
        yield _found.finding(
            case,
            use.passage.place(case, use.start, end),
            rule="old-setting-name",
            severity="breaks",
            subject=f"old:{use.old}",
            claim=f"{use.old} is a setting",
            observed=f"{use.old} is the old name of {use.new}; beside new names it is ImproperlyConfigured",
            message=f"the setting {use.old} is called {use.new} now",
            suggestion=use.new if marked else f":setting:`{use.new}`",
        )


def covers(case: Case) -> bool:
    """Whether there was an old name in a sentence."""
    return any(True for _ in _uses(case))


def _uses(case: Case) -> Iterator[_Use]:
    if case.claim is None or "settings" not in case.facts or case.claim.file.endswith(".py") or _history.told(case):
        return
    new = _named.names(case.facts).new
    for passage in _passages.telling(case, WORD):
        if not _is_prose(case, passage):
            continue
        roles = [each.span() for each in ROLE.finditer(passage.text)]
        for match in WORD.finditer(passage.text):
            within = any(start <= match.start() < end for start, end in roles)
            if match[0] in new and not within and _is_meant(case, passage, match, new[match[0]]):
                yield _Use(passage=passage, start=match.start(), old=match[0], new=new[match[0]])


def _is_prose(case: Case, passage: Passage) -> bool:
    """Whether a passage is no sample, and no row of a table of names."""
    lines = range(passage.first, passage.first + passage.text.count("\n") + 1)
    shown = {line for sample in case.page.samples if sample.file == passage.file for line in sample.lines}
    rows = {each.line for each in case.page.claims if each.kind == "renamed" and each.file == passage.file}
    return not (set(lines) & (shown | rows)) and re.search(r"^\s*[+|=]", passage.text, re.M) is None


def _is_meant(case: Case, passage: Passage, match: re.Match[str], new: str) -> bool:
    """Whether the word is no more than another name of a setting that the page has by its new one."""
    old, known = match[0], case.facts["settings"]["keys"]
    if old.startswith(NAMESPACE) and old.removeprefix(NAMESPACE).lower() in known:
        return False
    sentence = _prose.around(passage.text, match)
    if OTHERS.search(sentence.replace(old, "")) or _history.told_in_prose(sentence):
        return False
    if any(re.search(rf"\b{old}\b", sample.code) for sample in case.page.samples):
        return False
    told = any(each.subject == new for each in case.page.claims if each.kind in ("setting", "xref", "literal"))
    return told or any(re.search(rf"\b{new}\b", sample.code) for sample in case.page.samples)
