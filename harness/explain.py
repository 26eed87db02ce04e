"""What each rule is about: what it finds (from its checks), why that matters, examples, evidence, ways out.

What stands with the checks is taken from there; the rest is `rules.toml`, a table a rule.
"""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from harness import contexts, labels
from harness.errors import UsageError
from harness.model import Severity
from harness.registry.checks import CHECKS
from harness.rulebook import written

#: What a rule can rest on, weakest first.
EVIDENCE: Mapping[str, str] = {
    "docs": "the docs alone: the text is read as Sphinx, Python, a shell or a reader would read it",
    "facts": "static facts: what the release has, introspected in its own Python or read from its sources",
    "run": "a live run: what the sample, or an experiment, does beside a broker and a worker of the release",
    "comparison": "comparison of output: what the page shows against what the release really prints or returns",
}
#: Evidence that needs a run.
LIVE = frozenset({"run", "comparison"})

#: How severe: what a reader suffers.
SUFFERS: Mapping[Severity, str] = {
    "breaks": "a copied sample breaks",
    "silent": "it silently does something else",
    "wrong-value": "it tells a wrong value",
    "cosmetic": "a blemish",
}

NONE_PROPOSED = "None is proposed: a person has to choose the words."
VERIFIED = (
    "It is put into a copy of the docs, which is read, planned and judged again for every release where the mistake "
    "stands. It is verified when the mistake is gone from its place and nothing new is found there; what was run "
    "before is run again and has to pass."
)
NEEDS_RUN = "Without that run it is not verified."

NO_RUN = (
    "An entry for the sample in doc_snippets/ with a `reason` ({reasons}) keeps it from being run: what only a run can "
    "show is then not told."
)
EXPERIMENT = "The sentence is checked because doc_snippets/ has an experiment for it: take the experiment out."
AS_IT_STANDS = (
    "{what} is told in any case: there is no switch for one place, and only a baseline lets an erratum pass "
    "(`doc-harness baseline`). History is left alone: pages of history/ and what's-new pages, and for most checks what "
    "stands below a title, or behind a sentence, that tells of something old, removed or wrong."
)

#: Ids of errata: the rule and eight figures.
ERRATUM = re.compile(r"(?P<rule>[a-z-]+)-[0-9a-f]{8}")
#: How alike a misspelt rule is to those that are named for it, what a word in common adds, and how many are named.
LIKE, SHARED, NAMED = 0.7, 0.5, 3
#: Words of so many rules that they tell none from another.
COMMON = frozenset({"unknown", "wrong"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """What one check finds under the rule."""

    check: str
    finds: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """Docs as they are found, and as they hold: a part of `file`, "" for a page."""

    file: str
    wrong: str
    says: str  # what Celery says to it
    right: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """The page of a rule."""

    rule: str
    sentences: tuple[Sentence, ...]
    severity: tuple[Severity, ...]
    why: str
    example: Example
    evidence: tuple[str, ...]
    correction: str  # what is proposed, "" for nothing
    verified: str  # how a correction is
    silence: str


@functools.cache
def rules() -> Mapping[str, Rule]:
    """Every rule of every registered check that has a page, by name and in order of the alphabet."""
    sentences = found()
    return {name: _rule(name, table, sentences[name]) for name, table in sorted(written().items()) if name in sentences}


def found() -> Mapping[str, tuple[Sentence, ...]]:
    """What checks find, by rule."""
    told: dict[str, list[Sentence]] = {}
    for check in CHECKS.values():
        for rule, sentence in check.rules.items():
            told.setdefault(rule, []).append(Sentence(check=check.name, finds=sentence))
    return {rule: tuple(sentences) for rule, sentences in told.items()}


def rule_of(name: str) -> Rule:
    """The rule of that name, or of an erratum of that id.  Raises UsageError, with the nearest names."""
    known = rules()
    match = ERRATUM.fullmatch(name)
    wanted = match["rule"] if match and name not in known else name
    if wanted in known:
        return known[wanted]
    near = _nearest(wanted, known)
    meant = f"did you mean {' or '.join(near)}?" if near else "doc-harness explain lists them all"
    raise UsageError(f"there is no rule {wanted}: {meant}")


def _nearest(name: str, known: Iterable[str]) -> list[str]:
    """Rules that are spelt like it or have one of its words, the nearest first."""
    words = [word for word in name.split("-") if not difflib.get_close_matches(word, COMMON)]
    scores = {}
    for each in known:
        shares = any(difflib.get_close_matches(word, each.split("-"), 1, LIKE) for word in words)
        alike = difflib.SequenceMatcher(a=name, b=each, autojunk=False).ratio()
        if shares or alike >= LIKE:
            scores[each] = alike + SHARED * shares
    return sorted(scores, key=lambda each: -scores[each])[:NAMED]


def _rule(name: str, table: Mapping[str, Any], sentences: tuple[Sentence, ...]) -> Rule:
    evidence = tuple(each for each in EVIDENCE if each in table["evidence"])
    correction = table["correction"]
    needs_run = f" {NEEDS_RUN}" if LIVE.issuperset(evidence) else ""
    return Rule(
        rule=name,
        sentences=sentences,
        severity=tuple(each for each in labels.SEVERITIES if each in table["severity"]),
        why=" ".join(table["why"].split()),
        example=Example(
            file=table.get("file", ""), wrong=_block(table["wrong"]), says=table["says"], right=_block(table["right"])
        ),
        evidence=evidence,
        correction=correction,
        verified=VERIFIED + needs_run if correction else NONE_PROPOSED,
        silence=_silence(sentences, frozenset(evidence)),
    )


def _block(text: str) -> str:
    return text.strip("\n")


def _silence(sentences: tuple[Sentence, ...], evidence: frozenset[str]) -> str:
    if any(each.check == "experiment" for each in sentences):
        return EXPERIMENT
    told = [NO_RUN.format(reasons=", ".join(contexts.REASONS))] if evidence & LIVE else []
    what = "What the text alone shows" if told else "It"
    return " ".join([*told, *([AS_IT_STANDS.format(what=what)] if evidence - LIVE else [])])
