"""Every other mention of a name that is proven not to exist.

Checks see a name where they understand what stands around it.  Once one of them has proven that a name is none of the
release's, its other mentions are wrong as well: in headings, sentences, command lines, in samples that nothing can run.
Only whole names count, only names so particular that they mean the same wherever they stand, and never where a page
tells of something as gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from harness.checks import _history
from harness.compare.places import Sources, occurrences
from harness.model import Claim, Page, Place, Sample

#: Claims in which a name stands as a name.
KINDS = frozenset({"literal", "heading", "control", "command", "xref"})

#: Parts of the docs that tell of past releases, whatever their titles.
HISTORY = re.compile(r"(^|/)(history|changelog|whatsnew|deprecation)", re.I)


def distinctive(token: str) -> bool:
    """Whether a name is so particular that it means the same wherever it stands."""
    if not re.fullmatch(r"[A-Za-z_][\w.]*\w", token) or len(token) < 6:
        return False
    last = token.rpartition(".")[2]
    return "." in token or "_" in last.strip("_") or bool(re.search(r"[a-z][A-Z]", last))


def places(docs: str, token: str, pages: Mapping[str, Sequence[Page]], sources: Sources) -> Iterator[Place]:
    """Every mention of `token` in the docs of that version that speaks of the release itself."""
    for page in pages.get(docs, ()):
        if _of_the_past(page) or _defined(token, page):
            continue
        for claim in page.claims:
            yield from _in_claim(docs, token, claim, sources)
        for sample in page.samples:
            yield from _in_sample(docs, token, sample)


def _of_the_past(page: Page) -> bool:
    return bool(HISTORY.search(page.name)) or _history.any_title((page.title,))


def _defined(token: str, page: Page) -> bool:
    """Whether the page has the reader define the name: then it is the reader's own."""
    own = re.compile(rf"\b(def|class|as|for)\s+{re.escape(token)}\b|\bname\s*=\s*['\"]{re.escape(token)}['\"]")
    return any(own.search(sample.code) for sample in page.samples)


def _in_claim(docs: str, token: str, claim: Claim, sources: Sources) -> Iterator[Place]:
    if claim.kind not in KINDS or claim.historical or _history.any_title(claim.headings):
        return
    if not any(True for text in (claim.subject, claim.text) for _ in occurrences(token, text)):
        return
    lines = sources.lines(docs, claim.file)
    for number in range(claim.line, max(claim.line, claim.end_line) + 1):
        for column in _columns(token, claim, lines, number):
            if not (number <= len(lines) and _history.LEADS.search(lines[number - 1])):
                yield Place(docs=docs, file=claim.file, line=number, column=column, end_line=number, text=token)


def _columns(token: str, claim: Claim, lines: Sequence[str], number: int) -> Iterator[int]:
    """Columns of the token on a line of the claim; without the file, where the claim's own words have it."""
    first = claim.column if number == claim.line else 1
    if number > len(lines):
        text = claim.text.split("\n")[number - claim.line : number - claim.line + 1]
        yield from (first + offset for line in text for offset in occurrences(token, line))
        return
    wanted = max(sum(1 for _ in occurrences(token, claim.text)), 1)
    found = [offset + 1 for offset in occurrences(token, lines[number - 1]) if offset + 1 >= first]
    yield from found[:wanted]


def _in_sample(docs: str, token: str, sample: Sample) -> Iterator[Place]:
    if sample.historical or _history.any_title(sample.headings) or _history.LEADS.search(sample.lead):
        return
    lines = sample.code.split("\n")
    for index, line in enumerate(lines):
        for offset in occurrences(token, line):
            if not _history.commented(lines, index):
                yield Place(
                    docs=docs,
                    file=sample.file,
                    line=sample.lines[index],
                    column=sample.columns[index] + offset,
                    end_line=sample.lines[index],
                    text=token,
                )
