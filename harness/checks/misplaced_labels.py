"""Labels that stand above another section than the one that they are meant for.

    .. _amqp-primer:

    Redis Message Priorities
    ------------------------
    …
    AMQP Primer
    ===========

What refers to the label leads to the section below it, and without a text of its own reads like that section's title.
It is clear what is meant when each word of the label is one of another section's title, no word of it is like one of
the title below it, and that other section has no label at all.

A label that two pages have leads to one of them; it is the other's where that page's name is one of its words, and this
page's is not.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from harness.checks import _found, _history, _prose, labels
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "misplaced-labels"

rules: Mapping[str, str] = {
    "misplaced-label": "a label above another section than the one that its words are the title of, or on another page"
}

level: CheckName = "none"
sees = frozenset({"heading"})

LABEL = re.compile(r"\.\. _(?P<label>[\w-]+):\s*")
#: What may stand between a label and the title below it.
BETWEEN = re.compile(r"\s*|\.\. (?:setting|signal|event|control|index|module|currentmodule)::.*")
#: The line above or below a title.
ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1{2,}\s*")
#: Of one word a label may be an abbreviation of anything.
WORDS = 2
#: Letters that two forms of one word have in common.
STEM = 4


def find(case: Case) -> Iterable[Finding]:
    """Findings about the labels right above the case's title."""
    claim = case.claim
    if claim is None or not _applies(claim) or _history.told(case):
        return
    lines = _prose.lines(case.docs.root, claim.file)
    for number, label in _above(lines, claim.line - 1):
        yield from _copied(case, claim, number + 1, label)
        meant = _meant(case, claim, lines, label) if label in _referred(case.docs.root) else None
        if meant is None:
            continue
        title, right = _title(claim), _title(meant)
        yield _found.finding(
            case,
            _found.place(case, claim, f".. _{label}:", number + 1, 1),
            rule="misplaced-label",
            subject=f"misplaced:{label}",
            severity="wrong-value",
            claim=f":ref:`{label}`",
            observed=f'the section below it is "{title}"',
            message=f'the label {label} leads to "{title}": it is meant for "{right}"',
            evidence={"title": right, "title_line": meant.line},
        )


def _copied(case: Case, claim: Claim, line: int, label: str) -> Iterator[Finding]:
    """That a label is another page's, from which it was copied."""
    words = label.split("-")
    own = Path(claim.file).stem
    pages = [page for page in _declaring(case.docs.root).get(label, ()) if page != claim.file]
    if len(pages) != 1 or own in words or (theirs := Path(pages[0]).stem) not in words:
        return
    right = "-".join(own if word == theirs else word for word in words)
    taken = right in labels.known(case.docs.root)
    yield _found.finding(
        case,
        _found.place(case, claim, f".. _{label}:", line, 1),
        rule="misplaced-label",
        subject=f"copied:{label}",
        severity="wrong-value",
        claim=f".. _{label}:",
        observed=f"{pages[0]} has it, too",
        message=f"{pages[0]} declares the label {label}, too: what refers to it leads to either page",
        suggestion=None if taken else f".. _{right}:",
    )


@functools.lru_cache(maxsize=8)
def _declaring(root: str) -> Mapping[str, Sequence[str]]:
    """Labels with the pages that have them."""
    found: dict[str, list[str]] = {}
    for path in sorted(Path(root, "docs").rglob("*.rst")):
        file = path.relative_to(root).as_posix()
        for match in filter(None, map(LABEL.fullmatch, _prose.lines(root, file))):
            found.setdefault(match["label"], []).append(file)
    return found


def covers(case: Case) -> bool:
    """Never: that a label has other words than its title says nothing of it."""
    return False


def _applies(claim: Claim) -> bool:
    return claim.kind == "heading" and claim.fields.get("exact") != "no" and claim.file.endswith(".rst")


def _title(claim: Claim) -> str:
    return claim.fields.get("title") or claim.text


def _above(lines: Sequence[str], index: int) -> Iterator[tuple[int, str]]:
    """Labels above a title, with the indices of their lines."""
    index -= 1
    if 0 <= index < len(lines) and ADORNMENT.fullmatch(lines[index]):
        index -= 1
    while index >= 0 and index < len(lines):
        match = LABEL.fullmatch(lines[index])
        if match is not None:
            yield index, match["label"]
        elif BETWEEN.fullmatch(lines[index]) is None:
            return
        index -= 1


def _meant(case: Case, own: Claim, lines: Sequence[str], label: str) -> Claim | None:
    """The only other title of the page that has all words of a label of which the own one has none."""
    words = set(re.findall(r"[a-z0-9]+", label.lower()))
    stems = {word[:STEM] for word in words}
    if len(words) < WORDS or any(word[:STEM] in stems for word in _words(own)):
        return None
    others = [
        each
        for each in case.page.claims
        if _applies(each) and (each.file, each.line) != (own.file, own.line) and words <= _words(each)
    ]
    if len(others) != 1 or others[0].file != own.file or any(_above(lines, others[0].line - 1)):
        return None
    return others[0]


def _words(claim: Claim) -> set[str]:
    return set(re.findall(r"[a-z0-9]+", _title(claim).lower()))


@functools.lru_cache(maxsize=8)
def _referred(root: str) -> frozenset[str]:
    """Labels that pages refer to."""
    found = (
        match["target"] or match["alone"]
        for path in Path(root, "docs").rglob("*.rst")
        for match in labels.REFERENCE.finditer(path.read_text(encoding="utf-8", errors="replace"))
    )
    return frozenset(" ".join(each.split()).lower() for each in found)
