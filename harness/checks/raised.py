"""What a sample raised when it was run: names of Celery's that are not there, and what else went wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from harness.checks import _found, _history
from harness.interfaces import Case
from harness.model import Finding, Observation, Place, Raised, Sample

name = "raised"

rules: Mapping[str, str] = {
    "unknown-name": "a name of Celery's or of its libraries' that does not exist in this release",
    "bad-call": "a call with arguments that the function does not take",
    "raises": "a sample that raises when a reader runs it",
    "fails-in-worker": "a sample that sends a task which does not end well in the worker",
    "hangs": "a sample that does not end",
    "dies": "a sample that ends the interpreter",
    "exits": "a command line that ends with an error",
    "experiment": "a sentence about behaviour that a live experiment contradicts",
}

kinds = frozenset({"experiment"})

#: Ends of a step other than its own, and the rules that tell them.
ENDS: Mapping[str, tuple[str, str]] = {
    "timeout": ("hangs", "does not end"),
    "died": ("dies", "ends the interpreter"),
    "exit": ("exits", "ends with status"),
}

#: What Python says of a call whose arguments do not fit.
BAD_CALL = re.compile(
    r"\(\) (missing \d+ required|got an unexpected keyword argument|got multiple values|takes (from )?\d+)"
)

#: Packages whose names are Celery's documentation's to get right.
OURS = re.compile(r"^(celery|kombu|vine|billiard)(\.|$)")


def find(case: Case) -> Iterable[Finding]:
    """Findings of what the case's steps raised in the reader's session."""
    if case.sample is not None:
        for observation in case.observations:
            if observation.raised is not None and observation.status == "raised":
                yield from _raised(case, case.sample, observation, observation.raised)
            elif observation.status == "done":
                yield from _failed(case, case.sample, observation)
            elif observation.status in ENDS and (observation.status != "exit" or observation.code):
                yield _ended(case, case.sample, observation)
    elif case.claim is not None and case.claim.kind == "experiment":
        yield from _experiment(case)


def _raised(case: Case, sample: Sample, observation: Observation, raised: Raised) -> Iterator[Finding]:
    if observation.shown and ("Traceback" in observation.shown or _short(raised.type) in observation.shown):
        return
    if raised.type == "NameError" and observation.reason in ("after-failure", "client-restarted"):
        return  # a name that a step before would have bound: one mistake is told once
    place = place_of(case, sample, observation, raised.name)
    index = _index(sample, observation)
    missing = raised.type in ("AttributeError", "ImportError", "ModuleNotFoundError") and raised.name
    evidence = {"traceback": raised.traceback, "near": list(raised.near), "source": observation.source}
    if missing and OURS.match(raised.owner):
        told = _history.told(case, sample.code, index)
        module = raised.type == "ModuleNotFoundError"
        # The same letters in another case are another kind of thing: the class Task is no decorator task.
        near = [name for name in raised.near if name.lower() != raised.name.lower()]
        suggestion = near[0] if near else None
        yield _found.finding(
            case,
            place,
            rule="unknown-name",
            blame="undecided" if told else "docs",
            subject=_found.subject_of_name(raised.owner, raised.name),
            claim=sample.code.split("\n")[index].strip(),
            observed=f"{raised.type}: {raised.message}",
            message=f"{raised.owner} has no {'module ' if module else ''}{raised.name}{_found.meant(suggestion)}",
            suggestion=suggestion,
            token="" if told or module else _found.distinctive(raised.name, case.facts),
            evidence=evidence,
        )
        return
    if raised.type == "TypeError" and BAD_CALL.search(raised.message):
        # "self" is missing where a class stands for any object of it: that is how people write, not what they run.
        certain = "'self'" not in raised.message and not _history.told(case, sample.code, index)
        yield _found.finding(
            case,
            place,
            rule="bad-call",
            blame="docs" if certain and observation.reason == "" else "undecided",
            # An argument that a function does not take is one mistake wherever it is given; what is missing is not.
            subject=f"bad-call:{raised.message}" + ("" if raised.name else f":{_line(observation, raised)}"),
            claim=observation.source,
            observed=f"TypeError: {raised.message}",
            message=f"the call raises TypeError: {raised.message}",
            evidence=evidence,
        )
        return
    yield _found.finding(
        case,
        place,
        rule="raises",
        blame="undecided",
        subject=f"raises:{sample.key}:{raised.type}",
        claim=observation.source,
        observed=f"{raised.type}: {raised.message}",
        message=f"raises {raised.type}: {raised.message}".splitlines()[0][:200],
        evidence=evidence,
    )


def _line(observation: Observation, raised: Raised) -> str:
    """The line that raised."""
    return observation.source.splitlines()[max(raised.line - 1, 0)].strip()


def _failed(case: Case, sample: Sample, observation: Observation) -> Iterator[Finding]:
    """Tasks that the step sent happily, and that failed in the worker.

    Whether the page means them to fail, or leaves unsaid what they need, only a person can tell.
    """
    for sent in observation.sent:
        if sent.state not in ("FAILURE", "UNREGISTERED", "REJECTED"):
            continue
        yield _found.finding(
            case,
            place_of(case, sample, observation, ""),
            rule="fails-in-worker",
            blame="undecided",
            subject=f"fails-in-worker:{sample.key}:{sent.name}:{sent.state}",
            claim=observation.source,
            observed=f"{sent.state}: {sent.result}",
            message=f"the task {sent.name} ends in {sent.state}: {sent.result}".splitlines()[0][:200],
            evidence={"source": observation.source, "traceback": sent.raised.traceback if sent.raised else ""},
        )
        return


def _ended(case: Case, sample: Sample, observation: Observation) -> Finding:
    """A step that came to no good end without raising."""
    rule, what = ENDS[observation.status]
    told = f"{what}: {observation.reason}" if observation.reason else what
    if observation.status == "exit":
        last = observation.output.strip().splitlines()[-1:] or ["no output"]
        told = f"{what} {observation.code}: {last[0]}"
    return _found.finding(
        case,
        place_of(case, sample, observation, ""),
        rule=rule,
        blame="undecided",
        subject=f"{rule}:{sample.key}:{observation.first}",
        claim=observation.source,
        observed=told[:400],
        message=told[:200],
        evidence={"source": observation.source, "output": observation.output[-2000:]},
    )


def covers(case: Case) -> bool:
    """Whether something of the case has been run."""
    return bool(case.observations)


def _experiment(case: Case) -> Iterator[Finding]:
    claim = case.claim
    assert claim is not None
    for observation in case.observations:
        raised = observation.raised
        if raised is None:
            continue
        contradicted = raised.type == "AssertionError"
        place = Place(
            docs=case.docs.version,
            file=claim.file,
            line=claim.line,
            column=claim.column,
            end_line=claim.end_line,
            text=claim.text,
        )
        yield _found.finding(
            case,
            place,
            rule="experiment",
            blame="docs" if contradicted else "harness",
            severity="silent",
            subject=f"experiment:{claim.subject}",
            observed=raised.message,
            message=f"an experiment contradicts this: {raised.message}" if contradicted else raised.message,
            evidence={"traceback": raised.traceback, "experiment": claim.subject},
        )


def place_of(case: Case, sample: Sample, observation: Observation, token: str) -> Place:
    """Where in the docs the failing line of a step stands; the token's place in it when it is there."""
    index = _index(sample, observation)
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


def _index(sample: Sample, observation: Observation) -> int:
    """Index of the sample's line that raised."""
    within = max(observation.raised.line - 1, 0) if observation.raised is not None else 0
    return min(observation.first + within, len(sample.lines) - 1)


def _short(kind: str) -> str:
    return kind.rpartition(".")[2]
