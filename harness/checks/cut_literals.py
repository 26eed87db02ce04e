"""Literals that end before the bracket that closes what they quote: it is shown as text behind them.

:``celery[tblib``]:        :``celery[tblib]``:
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping

from harness.checks import _found, _history, _prose
from harness.interfaces import Case
from harness.model import CheckName, Finding

name = "cut-literals"

rules: Mapping[str, str] = {"cut-literal": "a literal that ends before the bracket that closes what it quotes"}

level: CheckName = "none"
sees = frozenset({"literal"})

CLOSED_BY: Mapping[str, str] = {"(": ")", "[": "]", "{": "}"}
QUOTES = "``"


def find(case: Case) -> Iterable[Finding]:
    """A finding when the bracket that the claim lacks stands right behind it, and closes nothing else."""
    claim = case.claim
    if claim is None or claim.kind != "literal" or claim.fields.get("form") != "literal" or _history.told(case):
        return
    if claim.fields.get("exact") == "no" or "\n" in claim.text:
        return
    opened = _open(claim.text)
    lines, start = _prose.lines(case.docs.root, claim.file)[: claim.line], claim.column - 1
    line = lines[-1] if lines else ""
    above = itertools.takewhile(str.strip, reversed(lines[:-1]))
    if len(opened) != 1 or opened[0] in _open("\n".join([*reversed([*above]), line[:start]])):
        return
    closing = CLOSED_BY[opened[0]]
    if not line.startswith(f"{claim.text}{QUOTES}{closing}", start):
        return
    text, right = f"{QUOTES}{claim.text}{QUOTES}{closing}", f"{QUOTES}{claim.text}{closing}{QUOTES}"
    yield _found.finding(
        case,
        _found.place(case, claim, text, column=claim.column - len(QUOTES)),
        rule="cut-literal",
        severity="cosmetic",
        subject=f"cut:{claim.text}",
        claim=text,
        observed=f"{claim.text} is shown as a literal, and {closing} as text behind it",
        message=f"the literal ends before its last bracket: {right} is meant",
        suggestion=right,
        evidence={"literal": claim.text},
    )


def covers(case: Case) -> bool:
    """Never: that a literal has all of its brackets says nothing of it."""
    return False


def _open(text: str) -> list[str]:
    """The brackets of a text that nothing in it closes."""
    found: list[str] = []
    for character in text:
        if character in CLOSED_BY:
            found.append(character)
        elif found and character == CLOSED_BY[found[-1]]:
            found.pop()
    return found
