"""The sentence that a claim stands in, as the source of the docs has it."""

from __future__ import annotations

import ast
import functools
import re
from pathlib import Path

from harness.interfaces import Case
from harness.model import Claim

#: Where a sentence ends: a full stop or a colon, and not one within a name or a version.
END = re.compile(r"(?<![A-Z.])(?<!\be\.g)(?<!\bi\.e)[.!?:](?=\s)(?!\s+[a-z])")
#: What a line of a comment that documents an attribute begins with.
COMMENT = re.compile(r"(?P<margin>\s*)#:(?P<text>.*)")


def sentence(case: Case, claim: Claim) -> str:
    """The sentence around the claim, white space folded; "" when its file cannot be read.

    A paragraph is what stands between empty lines; list items and their continuation lines are one.
    """
    told = lines(case.docs.root, claim.file)
    index = claim.line - 1
    if not 0 <= index < len(told):
        return ""
    if claim.file.endswith(".py") and COMMENT.fullmatch(told[index]):
        told = comments(case.docs.root, claim.file)
    first = index
    while first > 0 and told[first - 1].strip():
        first -= 1
    last = index
    while last + 1 < len(told) and told[last + 1].strip():
        last += 1
    paragraph = "\n".join(told[first : last + 1])
    at = sum(len(line) + 1 for line in told[first:index]) + claim.column - 1
    ends = _ends(paragraph)
    start = max((end for end in ends if end <= at), default=0)
    stop = min((end for end in ends if end > at), default=len(paragraph))
    return " ".join(paragraph[start:stop].split())


@functools.lru_cache(maxsize=256)
def _ends(paragraph: str) -> tuple[int, ...]:
    return tuple(match.end() for match in END.finditer(paragraph + " "))


def around(text: str, match: re.Match[str]) -> str:
    """The sentence of a paragraph that a match stands in, with what the colon at its end leads to."""
    before = [each.end() for each in END.finditer(text, 0, match.start()) if text[each.start()] != ":"]
    after = [each.start() for each in END.finditer(text, match.end()) if text[each.start()] != ":"]
    return text[max(before, default=0) : min(after, default=len(text))]


@functools.lru_cache(maxsize=8)  # a page is of few files, and trees are large
def tree(root: str, file: str) -> ast.Module:
    """The module that a file is; an empty one when it is none."""
    try:
        return ast.parse("\n".join(lines(root, file)))
    except SyntaxError:
        return ast.Module(body=[], type_ignores=[])


def line(case: Case, file: str, number: int) -> str:
    """A line of a file of the docs; "" when it cannot be read."""
    found = lines(case.docs.root, file)
    return found[number - 1] if 0 < number <= len(found) else ""


@functools.lru_cache(maxsize=64)
def comments(root: str, file: str) -> tuple[str, ...]:
    """The lines of a module with nothing in them but the comments that document attributes, at their columns."""
    found = map(COMMENT.fullmatch, lines(root, file))
    return tuple(f"{match['margin']}  {match['text']}" if match else "" for match in found)


@functools.lru_cache(maxsize=64)
def lines(root: str, file: str) -> tuple[str, ...]:
    """The lines of a file of the docs; none when it cannot be read."""
    try:
        return tuple((Path(root) / file).read_text(encoding="utf-8").split("\n"))
    except (OSError, UnicodeDecodeError):
        return ()
