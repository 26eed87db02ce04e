"""What a live experiment says of its sentence: contradicted as a whole, in one slot, or not at all."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from harness import misquotes, quotes
from harness.checks import _found, _quoted
from harness.contexts import BLAMES, SEVERITIES
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding, Place, Raised

name = "experiment"

rules: Mapping[str, str] = {
    "contradicted-sentence": "a sentence about behaviour that a live experiment contradicts",
}

level: CheckName = "none"
sees = frozenset({"experiment"})

#: What a script raises for the sentence that it is run for, of several that share it.
OTHERWISE = "docs_claims.Otherwise"
#: What it raises for slots, and how it says which, what is real, and why, or the whole in a sentence.
IN_SLOT = "docs_claims.Contradicted"
TOLD = re.compile(r"(?P<slots>\w+ is [^\n]*(?:\n& \w+ is [^\n]*)*)(?:\n= (?P<sentence>.*)|\n(?P<why>.*))?", re.DOTALL)
#: How it says in a sentence of its own what is so.
SENTENCE = "= "
#: Letters of a value that are told beside the sentence.
VALUE = 60


def find(case: Case) -> Iterable[Finding]:
    """Findings about the sentence of the case's experiment."""
    claim = case.claim
    if claim is None or claim.kind != "experiment":
        return
    for observation in case.observations:
        if observation.raised is None:
            continue
        if observation.raised.type == IN_SLOT and not observation.raised.message.startswith(SENTENCE):
            yield from _in_slots(case, claim, observation.raised)
        else:
            yield _as_a_whole(case, claim, observation.raised)


def covers(case: Case) -> bool:
    """Whether the experiment has been made."""
    return case.claim is not None and case.claim.kind == "experiment" and bool(case.observations)


def _as_a_whole(case: Case, claim: Claim, raised: Raised) -> Finding:
    """What is said of the sentence, or what is wrong with the script."""
    place = _found.place(case, claim, claim.text)
    if not _is_contradiction(raised):
        return _fault(case, claim, raised, " ".join(raised.message.split()))
    # What is not so with one word may be so with the other.
    turned = misquotes.SLOT in json.loads(claim.fields.get("slots", "{}"))
    right = None if turned else claim.fields.get("right") or None
    observed = _quoted.plain(raised.message.removeprefix(SENTENCE))
    alone = raised.type == IN_SLOT
    found = _finding(
        case,
        claim,
        raised,
        place,
        observed=observed,
        message=observed if alone else _contradiction(_quoted.passage(claim.text, 0, claim.text), observed),
        suggestion=None if right is None else _quoted.laid_out(right, place, int(claim.fields.get("indent", 0))),
    )
    return replace(found, blame="undecided") if turned else found


def _in_slots(case: Case, claim: Claim, raised: Raised) -> Iterator[Finding]:
    """What is said of slots of the sentence."""
    told = TOLD.fullmatch(raised.message)
    slots = json.loads(claim.fields.get("slots", "{}"))
    real = dict(part.removeprefix("& ").split(" is ", 1) for part in told["slots"].split("\n")) if told else {}
    if told is None or not real.keys() <= slots.keys():
        lost = ", ".join(repr(name) for name in real if name not in slots)
        yield _fault(case, claim, raised, f"the sentence has no slot {lost or raised.message!r}")
        return
    about = json.loads(claim.fields.get("about", "{}"))
    spelt = {name: quotes.spelt(_value(value), slots[name][2]) for name, value in real.items()}
    wrong = {name: value for name, value in spelt.items() if value != slots[name][2]} or spelt
    for name, value in wrong.items():
        line, column, text = slots[name]
        place = _found.place(case, claim, text, line, column)
        if told["sentence"] is not None:
            observed = message = _quoted.plain(told["sentence"])
        else:
            observed, why = value, _quoted.plain(told["why"] or "")
            short = "\n" not in value and len(value) <= VALUE
            # What is long reads better where it is to be written than in a sentence.
            fact = f"{about.get(name, 'it')} is {_quoted.plain(value)}" + (f": {why}" if why else "")
            message = _contradiction(
                _around(claim, line, column, text), fact if short or not why else why, _quoted.plain(text)
            )
        yield _finding(
            case,
            claim,
            raised,
            replace(place, end_line=line + text.count("\n")),
            observed=observed,
            message=message,
            suggestion=value,
            slot=name if len(real) == 1 else "",
        )


def _finding(
    case: Case,
    claim: Claim,
    raised: Raised,
    place: Place,
    *,
    observed: str,
    message: str,
    suggestion: str | None,
    slot: str = "",
) -> Finding:
    mistake = claim.fields.get("mistake")
    subject = f"experiment:{mistake or claim.subject}"
    return _found.finding(
        case,
        place,
        rule="contradicted-sentence",
        blame=BLAMES[claim.fields.get("blame", "docs")],
        severity=SEVERITIES[claim.fields.get("severity", "silent")],
        subject=f"{subject}:{slot}" if slot and not mistake else subject,
        claim=" ".join(claim.text.split()),
        observed=observed,
        message=message,
        suggestion=suggestion,
        evidence={"traceback": raised.traceback, "experiment": claim.subject},
    )


def _fault(case: Case, claim: Claim, raised: Raised, message: str) -> Finding:
    """A script that is broken, which says nothing of its sentence."""
    found = _finding(
        case,
        claim,
        raised,
        _found.place(case, claim, claim.text),
        observed=" ".join(raised.message.split()),
        message=message,
        suggestion=None,
    )
    return replace(found, blame="harness")


def _contradiction(said: str, real: str, words: str = "") -> str:
    """What the page says, as much of it as reads in one line, which words of it are meant, and how it is."""
    of_it = f'"{words}" in ' if words and words != said and len(words) <= VALUE else ""
    return f'the page says {of_it}"{said}"; in fact {real}'


def _around(claim: Claim, line: int, column: int, text: str) -> str:
    """Words of the page, and the passage in which they stand."""
    lines = claim.text.split("\n")
    if not claim.line <= line < claim.line + len(lines):
        return _quoted.passage(text, 0, text)
    start = column - 1 if line > claim.line else column - claim.column
    start += sum(len(each) + 1 for each in lines[: line - claim.line])
    whole = start >= 0 and claim.text[start : start + len(text)] == text
    return _quoted.passage(claim.text, start, text) if whole else _quoted.passage(text, 0, text)


def _is_contradiction(raised: Raised) -> bool:
    """Whether the script itself says so: an assertion that fails within Celery is a fault like any other."""
    if raised.type in (IN_SLOT, OTHERWISE):
        return True
    files = re.findall(r'^  File "([^"]+)", line', raised.traceback, re.MULTILINE)
    return raised.type == "AssertionError" and bool(files) and files[-1].startswith("<typed-")


def _value(real: str) -> object:
    try:
        return ast.literal_eval(real)
    except (SyntaxError, ValueError):
        return real
