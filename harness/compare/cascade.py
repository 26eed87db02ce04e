"""Findings that only repeat what a stronger one says: one mistake is told once, by the check that knows most.

A name that does not exist makes the sample raise, which makes its output differ.  What stands at the cause is kept.
"""

from __future__ import annotations

import fnmatch
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from harness.model import Finding, Outcome

#: Rules by what they know, the most telling first: what cannot be read; what is not there; what does not fit; what is
#: said wrongly; what a sentence says that is not so; that something went wrong; that something else came out.
RANKS: tuple[tuple[str, ...], ...] = (
    ("syntax", "broken-*"),
    ("unknown-*", "undefined-*", "unbound-*", "missing-*"),
    ("*-argument", "*-option", "bad-call", "refused-call"),
    ("*",),
    ("contradicted-*",),
    ("raises", "fails-*", "hangs", "dies", "exits"),
    ("wrong-output*", "wrong-exception", "outdated-*", "output-*"),
)
#: Checked from the special to the general.
_LOOKUP = (0, 2, 1, 4, 5, 6, 3)
#: Rules of mistakes that change nothing of what a run gives.
HARMLESS = ("undefined-*", "output-*", "outdated-*", "wrong-output-remark", "wrong-output-key")
#: A prompt is none, or a line has none.
PROMPT = "broken-prompt"
#: Checks that run a sample.
RUN = frozenset({"run", "compare"})
#: What speaks of a sentence: of its words, others may find other mistakes in it.
SENTENCE = 4
#: From here on a rule says that running went wrong, not why.
GENERIC = 5
WORD = re.compile(r"[\w.-]*\w")


def rank(rule: str) -> int:
    """How much a rule knows: 0 is the most telling."""
    for number in _LOOKUP:
        if any(fnmatch.fnmatchcase(rule, pattern) for pattern in RANKS[number]):
            return number
    raise AssertionError(rule)  # "*" takes every rule


def settled(findings: Sequence[Finding], outcomes: Iterable[Outcome] = ()) -> list[Finding]:
    """The findings, undecided where they rest on another sample that itself did not hold.

    A check names such samples in its evidence, as "depends_on": a variable that the sample uses was bound there.
    """
    outcomes = tuple(outcomes)
    run = {(item.docs, item.target, item.key) for item in outcomes if item.check in RUN}
    wrong = {
        _of(finding) for finding in findings if finding.sample and not _harmless(finding.rule, _of(finding) in run)
    }
    wrong |= {
        (item.docs, item.target, item.key)
        for item in outcomes
        if item.verdict != "holds"
        and not (
            item.verdict == "fails" and all(_harmless(rule, item.check in RUN) for rule in item.reason.split(", "))
        )
    }
    return [_settled(finding, wrong) for finding in findings]


def _of(finding: Finding) -> tuple[str, str, str]:
    return finding.docs, finding.target, str(finding.sample)


def _harmless(rule: str, run: bool) -> bool:
    """Whether a sample, put right, gives what it gave: its name was there when it was run, its code did the same.

    What was run for all its prompts was read as it is meant.
    """
    return (run and rule == PROMPT) or any(fnmatch.fnmatchcase(rule, pattern) for pattern in HARMLESS)


def _settled(finding: Finding, wrong: set[tuple[str, str, str]]) -> Finding:
    needed = finding.evidence.get("depends_on", ())
    if finding.blame == "undecided" or not any((finding.docs, finding.target, key) in wrong for key in needed):
        return finding
    reason = "a sample that this one builds on did not hold"
    return replace(finding, blame="undecided", evidence={**finding.evidence, "reason": reason})


def independent(findings: Sequence[Finding]) -> list[Finding]:
    """The findings without those that a stronger one on the same target explains."""
    near: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        near.setdefault((finding.docs, finding.target, finding.place.file), []).append(finding)
    return [
        finding
        for finding in findings
        if not any(_explains(other, finding) for other in near[finding.docs, finding.target, finding.place.file])
    ]


def _explains(strong: Finding, weak: Finding) -> bool:
    """Whether `weak` tells of nothing but what `strong` tells of."""
    if strong is weak or _strength(strong) >= _strength(weak):
        return False
    if weak.evidence.get("behind"):
        return False  # it was found where the other is corrected
    if weak.token and weak.token != strong.token:
        return False  # its own name, proven not to exist: its own mistake
    if weak.token:
        return _overlap(strong, weak)
    if rank(weak.rule) == SENTENCE:
        return _overlap(strong, weak) and (_same_words(strong, weak) or _changes_only(strong, weak))
    if rank(weak.rule) < GENERIC:
        return _overlap(strong, weak)
    if strong.sample != weak.sample:
        return _overlap(strong, weak)
    if guessed := strong.evidence.get("guessed"):
        return re.search(rf"\b{re.escape(guessed)}\(", str(weak.evidence.get("source", ""))) is not None
    if strong.rule == PROMPT and rank(weak.rule) > GENERIC:
        return False  # it came out for all the prompts
    return _same_step(strong, weak) or bool(strong.token and strong.token in weak.observed)


def _strength(finding: Finding) -> tuple[bool, int]:
    return finding.blame == "undecided", rank(finding.rule)


def _overlap(one: Finding, other: Finding) -> bool:
    """Whether the places share a character; a place that names no text is its whole line."""
    a, b = one.place, other.place
    if a.line != b.line:
        return a.line <= b.end_line and b.line <= a.end_line
    if not a.text or not b.text:
        return True
    return a.column < b.column + len(b.text) and b.column < a.column + len(a.text)


def _same_words(one: Finding, other: Finding) -> bool:
    """Whether both have something against the same words, or want the same in their stead."""
    return one.place.text == other.place.text or (one.suggestion is not None and one.suggestion == other.suggestion)


def _changes_only(strong: Finding, weak: Finding) -> bool:
    """Whether all that is to be changed in the words of `weak` is what `strong` has something against."""
    old, new = Counter(WORD.findall(weak.place.text)), Counter(WORD.findall(weak.suggestion or ""))
    wrong, right = Counter(WORD.findall(strong.place.text)), Counter(WORD.findall(strong.suggestion or ""))
    return bool(new) and old - new == wrong and new - old <= right


def _same_step(strong: Finding, weak: Finding) -> bool:
    """Whether both speak of one thing that the reader enters, which may have several lines."""
    length = str(weak.evidence.get("source", "")).count("\n")
    return weak.place.line - length <= strong.place.end_line and strong.place.line <= weak.place.end_line + length
