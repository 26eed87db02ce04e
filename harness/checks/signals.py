"""What the docs say of signals: that they exist, what their handlers are given, and of which class it is."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping

from harness.checks import _found, _history, _misnamed, _nearest, _prose
from harness.checks._world import TRACKED, World
from harness.interfaces import Case
from harness.model import CheckName, Claim, Finding

name = "signals"

rules: Mapping[str, str] = {
    "unknown-signal": "a signal that this release does not have",
    "unknown-argument": "an argument that a signal's handlers are not given",
    "wrong-class": "a signal's sender or argument that is of another class",
}

level: CheckName = "none"
sees = frozenset({"signal", "argument", "xref"})

#: How alike a wrong argument and the one that its list leaves out must be: two of three letters.
ALIKE = 0.6
#: What `Signal.send` gives every handler.
GIVEN = frozenset({"sender", "signal"})
#: A sentence that says of which class something is; its reference to the class is cut out.
IS_A = re.compile(
    r"^((?P<sender>(The )?sender is )(an?|the) (\w+ )?\0|(This is )?(an?|the) (instance of )?\0 (instance|object)\b)",
    re.I,
)
ROLE = re.compile(r":class:`(?P<inside>[^`]+)`")


def find(case: Case) -> Iterable[Finding]:
    """Findings about the claim."""
    claim = case.claim
    if claim is None or claim.kind not in sees:
        return
    if claim.kind == "signal":
        yield from _signal(case, claim)
    elif _history.told(case):
        return
    elif claim.kind == "argument":
        yield from _argument(case, claim)
    else:
        yield from _class(case, claim)


def covers(case: Case) -> bool:
    """Whether the release tells enough of the signal."""
    claim = case.claim
    if claim is None or claim.kind not in sees:
        return False
    if _history.told(case):
        return bool(list(find(case)))
    if claim.kind == "signal":
        return bool(case.facts.get("signals"))
    if claim.kind == "argument":
        return claim.subject in _known(case, _meant(case, claim)) or bool(list(find(case)))
    told = _told(case, claim)
    return told is not None and None not in {World(case.facts).inherits(kind, told[2]) for kind in told[3]}


def _signal(case: Case, claim: Claim) -> Iterator[Finding]:
    signals = case.facts.get("signals", {})
    if not signals or claim.subject in signals:
        return
    near = _nearest.nearest(claim.subject, signals)
    if claim.historical or (near is None and _history.told(case)):
        return  # what has gone is described as it was; a slip for what is there is none the less one
    yield _found.finding(
        case,
        _found.place(case, claim, claim.text),
        rule="unknown-signal",
        subject=f"signal:{claim.subject}",
        observed=f"celery.signals has no {claim.subject}",
        message=f"there is no signal {claim.subject}{_found.meant(near)}",
        suggestion=near,
    )


def _meant(case: Case, claim: Claim) -> str:
    """The signal whose arguments a list tells: the one it stands below, or the one that is meant by its name."""
    signals = case.facts.get("signals", {})
    named = claim.fields["signal"]
    return named if named in signals else _nearest.nearest(named, signals) or named


def _known(case: Case, signal: str) -> frozenset[str]:
    """Arguments that the release declares, sends as its source has it, or has sent."""
    entry = case.facts.get("signals", {}).get(signal, {})
    sent = {name for site in entry.get("sent", ()) for name in site["arguments"]}
    return GIVEN | frozenset(entry.get("providing_args", ())) | sent | frozenset(case.recorded.signals.get(signal, ()))


def _argument(case: Case, claim: Claim) -> Iterator[Finding]:
    signal = _meant(case, claim)
    known = _known(case, signal)
    if claim.subject in known or signal not in case.facts.get("signals", {}):
        return
    listed = _listed(case, claim)
    near = (
        _nearest.nearest(claim.subject, known)
        or _left_out(claim, known, listed)
        or _misnamed.slip_of(claim.subject, known - listed)
    )
    # What a release declares is incomplete (`state` of task_postrun): only a signal that was sent proves the lack.
    if near is None and signal not in case.recorded.signals:
        return
    given = ", ".join(sorted(known - GIVEN)) or "no arguments"
    yield _found.finding(
        case,
        _found.place(case, claim, claim.text),
        rule="unknown-argument",
        subject=f"argument:{signal}:{claim.subject}",
        severity="wrong-value",
        claim=f"{signal} provides {claim.subject}",
        observed=f"handlers of {signal} are given {given}",
        message=f"handlers of {signal} are not given {claim.subject}{_found.meant(near)}",
        suggestion=near,
    )


def _listed(case: Case, claim: Claim) -> frozenset[str]:
    """The arguments that the signal's list has."""
    of_signal = (each for each in case.page.claims if each.kind == "argument")
    return frozenset(each.subject for each in of_signal if each.fields["signal"] == claim.fields["signal"])


def _left_out(claim: Claim, known: frozenset[str], listed: frozenset[str]) -> str | None:
    """The one argument that the signal's list does not have, when the list has one wrong, and the two are alike."""
    left = known - GIVEN - listed
    if len(left) != 1 or listed - known != {claim.subject}:
        return None
    (only,) = left
    alike = difflib.SequenceMatcher(a=claim.subject, b=only, autojunk=False).ratio() >= ALIKE
    return only if alike and claim.subject[0] == only[0] else None


def _class(case: Case, claim: Claim) -> Iterator[Finding]:
    told = _told(case, claim)
    if told is None:
        return
    signal, argument, ref, kinds = told
    world = World(case.facts)
    if any(world.inherits(kind, ref) is not False for kind in kinds):
        return
    real = next(iter(kinds)) if len(kinds) == 1 else None
    yield _found.finding(
        case,
        _found.place(case, claim, claim.text),
        rule="wrong-class",
        subject=f"class:{signal}:{argument}",
        severity="wrong-value",
        claim=f"{argument} of {signal} is a {ref}",
        observed=f"{argument} of {signal} was a {', '.join(sorted(kinds))}",
        message=f"{argument} of {signal} is a {' or '.join(sorted(kinds))}, not a {ref}",
        suggestion=_as_written(claim.text, real) if real else None,
    )


def _told(case: Case, claim: Claim) -> tuple[str, str, str, frozenset[str]] | None:
    """Signal, argument, class that the docs tell and classes that were seen; None when the claim is no such thing."""
    if claim.kind != "xref" or claim.fields.get("role") != "class" or not claim.headings:
        return None
    if any(each.kind == "experiment" and each.line <= claim.line <= each.end_line for each in case.page.claims):
        return None  # the sentence has a proof of its own
    signal = claim.headings[-1]
    seen = case.recorded.signals.get(signal)
    sentence = _prose.sentence(case, claim)
    role = ROLE.search(sentence)
    match = IS_A.match(ROLE.sub("\0", sentence, count=1))
    if seen is None or match is None or role is None or claim.text not in role["inside"]:
        return None
    argument = "sender" if match["sender"] else _above(case, claim)
    kinds = seen.get(argument, frozenset()) - {"builtins.NoneType"}
    path = claim.subject.lstrip("~")
    thing = World(case.facts).resolve(path) if path.partition(".")[0] in TRACKED else None
    if not kinds or thing is None or thing.kind != "class":
        return None
    return signal, argument, thing.ref, kinds


def _above(case: Case, claim: Claim) -> str:
    """The argument in whose description a claim stands."""
    before = [
        each
        for each in case.page.claims
        if each.kind == "argument" and each.headings == claim.headings and each.line <= claim.line
    ]
    return max(before, key=lambda each: each.line).subject if before else ""


def _as_written(text: str, real: str) -> str:
    return f"~{real}" if text.startswith("~") else real
