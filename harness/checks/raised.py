"""What a sample raised when it was run: names of Celery's that are not there, and what else went wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from harness.interfaces import Case
from harness.model import Finding, Observation, Place, Raised, Sample

name = "raised"

rules: Mapping[str, str] = {
    "unknown-name": "a name of Celery's or of its libraries' that does not exist in this release",
    "raises": "a sample that raises when a reader runs it",
    "experiment": "a sentence about behaviour that a live experiment contradicts",
}

kinds = frozenset({"experiment"})

#: Packages whose names are Celery's documentation's to get right.
OURS = re.compile(r"^(celery|kombu|vine|billiard)(\.|$)")

#: Words by which a page announces that something fails or is gone.
ANNOUNCED = re.compile(
    r"\b(raises?|fails?|error|exception|no longer|deprecated|removed|old|used to|will not work|won't work|invalid)\b", re.I
)


def find(case: Case) -> Iterable[Finding]:
    """Findings of what the case's steps raised in the reader's session."""
    if case.sample is not None:
        for observation in case.observations:
            if observation.raised is not None and observation.status == "raised":
                yield from _raised(case, case.sample, observation, observation.raised)
    elif case.claim is not None and case.claim.kind == "experiment":
        yield from _experiment(case)


def _raised(case: Case, sample: Sample, observation: Observation, raised: Raised) -> Iterator[Finding]:
    if observation.shown and ("Traceback" in observation.shown or _short(raised.type) in observation.shown):
        return
    place = place_of(case, sample, observation, raised.name)
    missing = raised.type in ("AttributeError", "ImportError", "ModuleNotFoundError") and raised.name
    if missing and OURS.match(raised.owner):
        announced = bool(ANNOUNCED.search(sample.lead)) or any(ANNOUNCED.search(title) for title in sample.headings)
        suggestion = raised.near[0] if raised.near else None
        yield Finding(
            rule="unknown-name",
            blame="undecided" if announced else "docs",
            severity="breaks",
            docs=case.docs.version,
            target=case.label,
            subject=f"name:{raised.name}",
            place=place,
            claim=place.text,
            observed=f"{raised.type}: {raised.message}",
            message=f"{raised.owner} has no {raised.name}",
            suggestion=suggestion,
            token=raised.name if distinctive(raised.name) and not announced else "",
            sample=sample.key,
            claim_key=None,
            evidence={"traceback": raised.traceback, "near": list(raised.near), "source": observation.source},
        )
        return
    yield Finding(
        rule="raises",
        blame="undecided",
        severity="breaks",
        docs=case.docs.version,
        target=case.label,
        subject=f"raises:{sample.key}:{raised.type}",
        place=place,
        claim=observation.source,
        observed=f"{raised.type}: {raised.message}",
        message=f"raises {raised.type}: {raised.message}".splitlines()[0][:200],
        suggestion=None,
        token="",
        sample=sample.key,
        claim_key=None,
        evidence={"traceback": raised.traceback, "source": observation.source},
    )


def _experiment(case: Case) -> Iterator[Finding]:
    claim = case.claim
    assert claim is not None
    for observation in case.observations:
        raised = observation.raised
        if raised is None:
            continue
        contradicted = raised.type == "AssertionError"
        yield Finding(
            rule="experiment",
            blame="docs" if contradicted else "harness",
            severity="silent",
            docs=case.docs.version,
            target=case.label,
            subject=f"experiment:{claim.subject}",
            place=Place(
                docs=case.docs.version,
                file=claim.file,
                line=claim.line,
                column=claim.column,
                end_line=claim.end_line,
                text=claim.text,
            ),
            claim=claim.text,
            observed=raised.message,
            message=f"an experiment contradicts this: {raised.message}" if contradicted else raised.message,
            suggestion=None,
            token="",
            sample=None,
            claim_key=claim.key,
            evidence={"traceback": raised.traceback, "experiment": claim.subject},
        )


def place_of(case: Case, sample: Sample, observation: Observation, token: str) -> Place:
    """Where in the docs the failing line of a step stands; the token's place in it when it is there."""
    raised = observation.raised
    within = max(raised.line - 1, 0) if raised is not None else 0
    index = min(observation.first + within, len(sample.lines) - 1)
    line = sample.code.split("\n")[index]
    match = re.search(rf"\b{re.escape(token)}\b", line) if token else None
    start = match.start() if match else len(line) - len(line.lstrip())
    return Place(
        docs=case.docs.version,
        file=sample.file,
        line=sample.lines[index],
        column=sample.columns[index] + start,
        end_line=sample.lines[index],
        text=token if match else line.strip(),
    )


def distinctive(token: str) -> bool:
    """Whether a name is so particular that wherever it stands in the docs it means the same."""
    return len(token) >= 6 and ("_" in token.strip("_") or bool(re.search(r"[a-z][A-Z]", token)))


def _short(kind: str) -> str:
    return kind.rpartition(".")[2]
