"""What a live experiment says of its sentence: contradicted as a whole, in one slot, or not at all."""

from __future__ import annotations

import ast
import json
import re
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import replace

from harness import quotes
from harness.checks import _found
from harness.contexts import SEVERITIES
from harness.interfaces import Case
from harness.model import Blame, Claim, Finding, Place, Raised

name = "experiment"

rules: Mapping[str, str] = {
    "contradicted-sentence": "a sentence about behaviour that a live experiment contradicts",
}

kinds: frozenset[str] = frozenset({"experiment"})

#: What a script raises for the sentence that it is run for, of several that share it.
OTHERWISE = "docs_claims.Otherwise"
#: What it raises for one slot, and how it says which and what is real.
IN_SLOT = "docs_claims.Contradicted"
TOLD = re.compile(r"(?P<slot>\w+) is (?P<real>[^\n]*)(?:\n(?P<why>.*))?", re.DOTALL)
#: Letters of a sentence that are quoted.
QUOTED = 90
#: The width to which the docs are wrapped.
WIDTH = 78


def find(case: Case) -> Iterable[Finding]:
    """Findings about the sentence of the case's experiment."""
    claim = case.claim
    if claim is None or claim.kind != "experiment":
        return
    for observation in case.observations:
        if observation.raised is not None:
            yield _finding(case, claim, observation.raised)


def covers(case: Case) -> bool:
    """Whether the experiment has been made."""
    return case.claim is not None and case.claim.kind == "experiment" and bool(case.observations)


def _finding(case: Case, claim: Claim, raised: Raised) -> Finding:
    place = _found.place(case, claim, claim.text)
    sentence = " ".join(claim.text.split())
    blame: Blame = "docs" if _is_contradiction(raised) else "harness"
    message = " ".join(raised.message.split())
    observed = message
    subject = f"experiment:{claim.subject}"
    suggestion = claim.fields.get("right") or None
    told = TOLD.fullmatch(raised.message) if raised.type == IN_SLOT else None
    if blame == "docs" and told is not None:
        slots = json.loads(claim.fields.get("slots", "{}"))
        if told["slot"] not in slots:
            blame, message = "harness", f"the sentence has no slot {told['slot']!r}"
        else:
            line, column, text = slots[told["slot"]]
            place = replace(place, line=line, column=column, end_line=line + text.count("\n"), text=text)
            suggestion = quotes.spelt(_value(told["real"]), text)
            observed = suggestion
            message = _contradiction(text, f"it is {suggestion}" + (f": {told['why']}" if told["why"] else ""))
            subject = f"{subject}:{told['slot']}"
    elif blame == "docs":
        message = _contradiction(sentence, message)
        suggestion = None if suggestion is None else _wrapped(suggestion, place)
    return _found.finding(
        case,
        place,
        rule="contradicted-sentence",
        blame=blame,
        severity=SEVERITIES[claim.fields.get("severity", "silent")],
        subject=subject,
        claim=sentence,
        observed=observed,
        message=message,
        suggestion=suggestion if blame == "docs" else None,
        evidence={"traceback": raised.traceback, "experiment": claim.subject},
    )


def _contradiction(said: str, real: str) -> str:
    """What the page says, as much of it as reads in one line, and how it is."""
    return f'the page says "{textwrap.shorten(said, QUOTED, placeholder=" …")}"; in fact {" ".join(real.split())}'


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


def _wrapped(sentence: str, place: Place) -> str:
    """The sentence broken into lines as the docs are, when the old one was."""
    _, *rest = place.text.split("\n")
    if not rest:
        return sentence
    margin = min((len(line) - len(line.lstrip()) for line in rest if line.strip()), default=0)
    lines = textwrap.wrap(
        sentence, WIDTH, initial_indent=" " * (place.column - 1), subsequent_indent=" " * margin,
        break_on_hyphens=False, break_long_words=False,
    )  # fmt: skip
    lines[0] = lines[0][place.column - 1 :]
    return "\n".join(lines)
