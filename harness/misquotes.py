"""Sentences that say something else than a quoted one in a single word: another number, or the contrary.

    retries for 20 seconds by default      retries for 30 seconds by default
    is called when the task has failed     is never called when the task has failed

Who holds the quoted sentence to be so says with it that the other one is not.  Another name may be as right as the
quoted one, and so may any other word: they make another sentence.  What is said under a condition may be so under
another one, too.
"""

from __future__ import annotations

import itertools
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from harness import quotes
from harness.quotes import WORDS, Quoted

#: The slot that an experiment has for the word.
SLOT = "_turned"
#: Words of a quote, slots and the other one apart, by which a sentence is known to be the same but for that.
ENOUGH = 3
LETTERS = re.compile(r"[A-Za-z]{2,}")
_NUMBER = rf"(?<![\w.:-])-?\d+(?:\.\d+)?(?![\w-]|\.\d)|\b(?i:{'|'.join(WORDS)})\b"
#: Of two words the one says the contrary of the other.
_CONTRARIES = (
    ("always", "never"), ("before", "after"), ("enabled", "disabled"), ("first", "last"), ("True", "False"),
    ("with", "without"), ("can", "cannot"), ("will", "won't"), ("more", "fewer"), ("higher", "lower"),
    ("increase", "decrease"), ("increases", "decreases"), ("seconds", "minutes"), ("minutes", "hours"),
)  # fmt: skip
#: Verbs behind which a "not" says the contrary; it does not behind "may".
_DENIED = (
    "am", "are", "can", "could", "did", "do", "does", "had", "has", "have", "is", "must", "should", "was", "were",
    "will", "would",
)  # fmt: skip
_WORD = re.compile(r"(?<![\w`:./-])[A-Za-z]+(?:n't)?(?![\w`'/-]|\.\w)")
_NOT = re.compile(rf"(?P<verb>\b(?:{'|'.join(_DENIED)})\b)\s+(?:not|never)\b|(?P<short>\b[a-z]+)n't\b")
#: Where a sentence begins, or a part of one that could be one.
_BEGIN = re.compile(r"[.!?:;](?:\s+|$)|\n\s*\n|\n\s*(?:[*+-]|#\.|\d+\.)\s+")
_DEPENDENT = re.compile(
    r"\b(?i:if|when|whenever|unless|until|while|once|whether|where|who|which|because|since|although|than|for|as)\b"
    # Behind one of these it points at something: "changing that setting".
    r"|(?<!ing )(?<! of )(?<! to )(?<! in )(?<! at )(?<! by )(?<! on )\bthat\b"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Misquoted:
    """A sentence that stands in the place of a quoted one."""

    quoted: Quoted  # where it stands, and its slots
    start: int
    end: int
    text: str  # what it says in the place of what is quoted
    right: str  # what is quoted there, spelt as it is here


def find(quote: str, text: str) -> Misquoted | None:
    """Where something else than the quote is said in one word; None where that is nowhere, or in several places."""
    found = {(each.start, each.end, each.right): each for each in _found(quote, text)}
    return next(iter(found.values())) if len(found) == 1 else None


def is_dependent(before: str) -> bool:
    """Whether what goes on with these words is said of a condition, of a time, or of one of several."""
    clauses = re.split(r",\s", _BEGIN.split(before)[-1])
    while len(clauses) > 1 and re.match(r"(?:and|or)\b", clauses[-1]):
        clauses[-2:] = [f"{clauses[-2]} {clauses[-1]}"]
    return _DEPENDENT.search(clauses[-1]) is not None


def _found(quote: str, text: str) -> Iterator[Misquoted]:
    for pattern, said in _turned(quote):
        for match in re.finditer(pattern, text, re.DOTALL):
            turned = match["_turned"]
            right = _spelt(said, turned)
            start, end = match.span("_turned")
            if turned.lower() != right.lower() and not is_dependent(text[:start]):
                yield Misquoted(quoted=quotes.quoted(quote, match), start=start, end=end, text=turned, right=right)


def _turned(quote: str) -> Iterator[tuple[str, str]]:
    """Patterns of what says something else in one word, and the words that are quoted there."""
    pieces = quotes.patterns(quote)
    parts = [(literal, name) for literal, name, *_ in string.Formatter().parse(quote)]
    words = sum(len(LETTERS.findall(literal)) for literal, _ in parts)
    # Each literal has a pattern, and each slot behind it another one.
    places = [index for index, (_, name) in enumerate(pieces) if not name]
    inside = not any(name == "<" for _, name in parts)
    for (literal, name), place in zip(parts, places, strict=True):
        before, behind = ["".join(each for each, _ in some) for some in (pieces[:place], pieces[place + 1 :])]
        for start, end, others in _words(literal) if inside else ():
            said = literal[start:end]
            if words - len(LETTERS.findall(said)) >= ENOUGH:
                pattern = f"{quotes.folded(literal[:start])}(?P<_turned>{others}){quotes.folded(literal[end:])}"
                yield f"{before}{pattern}{behind}", said
        inside = {"<": True, ">": False}.get(name or "", inside)


def _words(literal: str) -> Iterator[tuple[int, int, str]]:
    """The words of a literal for which others may stand: where, and a pattern of the others."""
    for number in re.finditer(_NUMBER, literal):
        yield *number.span(), _NUMBER
    denied = [*_NOT.finditer(literal)]
    for each in denied:
        verb = each["verb"] or each["short"]
        yield *each.span(), rf"\b{re.escape({'ca': 'can', 'wo': 'will'}.get(verb, verb))}\b(?!\s+(?:not|never)\b|n't)"
    for word in _WORD.finditer(literal):
        if any(each.start() <= word.start() < each.end() for each in denied):
            continue
        if others := _OTHERS.get(word[0]):
            yield *word.span(), rf"\b(?:{'|'.join(others)})\b"


def _denials(verb: str) -> tuple[str, ...]:
    short = {"can": "can't|cannot", "will": "won't"}.get(verb, f"{verb}n't")
    return (rf"{verb}\s+(?:not|never)", short)


def _others() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {verb: _denials(verb) for verb in _DENIED}
    for one, other in itertools.chain(_CONTRARIES, ((other, one) for one, other in _CONTRARIES)):
        found[one] = (*found.get(one, ()), re.escape(other))
    return found


_OTHERS = _others()


def _spelt(said: str, like: str) -> str:
    """What is quoted, as the page would spell it: a number in words where it has one in words."""
    lower = said.lower()
    if re.fullmatch(_NUMBER, said):
        number = WORDS.index(lower) if lower in WORDS else float(said) if "." in said else int(said)
        return quotes.spelt(number, like)
    return said.capitalize() if like[:1].isupper() and said.islower() else said
