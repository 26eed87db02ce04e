"""What a sample defines and never uses, used as its page says: a task is called, a router asked, a test collected.

The context beside the page says how (`[[sample.call]]`); the code that runs is the page's own.  A failure is the docs'
when it comes from a line of the sample itself, or when the context says which words of it are wrong then.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from harness.checks import _excuses, _found, _scope
from harness.interfaces import Case
from harness.model import Blame, Call, CheckName, Finding, Observation, Place, Raised, Sample

name = "usage"

rules: Mapping[str, str] = {"fails-when-used": "code that fails when it is used as its page says"}

level: CheckName = "none"
sees = frozenset({"sample"})

#: A frame of a traceback, and the line of code that it shows.
FRAME = re.compile(r'^  File "(?P<file>[^"]+)", line \d+, in [^\n]+\n(?:    (?P<code>[^\n]+)\n)?', re.M)


def find(case: Case) -> Iterable[Finding]:
    """Findings about how the case's sample can be used."""
    sample = case.sample
    if sample is None:
        return
    for call, observation in case.called:
        failure = _failure(observation)
        if failure is None or (observation.reason in _excuses.CASCADE and not _stands_alone(case, observation)):
            continue
        raised, observed, told = failure
        if raised is not None and _is_beside(case, sample, raised):
            continue
        place = _told(case, sample, call) if call.about else _raising(case, sample, raised)
        blame: Blame = "docs" if place is not None else "undecided"
        if call.about and place is None:
            continue  # the sample reads otherwise: what was known of it does not hold for this release
        yield _found.finding(
            case,
            place or _place(case, sample, 0, sample.code.split("\n")[0]),
            rule="fails-when-used",
            blame=blame,
            severity=call.severity,
            subject=f"usage:{case.page.name}:{place.text if place else sample.key}",
            claim=sample.code.split("\n")[sample.lines.index(place.line)].strip() if place else "",
            observed=observed,
            message=f"used as the page says, {told}{_found.meant(call.right)}",
            suggestion=call.right or None,
            evidence={
                "source": observation.source,
                "output": observation.output,
                "traceback": raised.traceback if raised else "",
            },
        )


def covers(case: Case) -> bool:
    """Whether the sample was used, and it was seen what came of it."""
    return any(observation.status in ("done", "raised", "exit") for _, observation in case.called)


def _failure(observation: Observation) -> tuple[Raised | None, str, str] | None:
    """What went wrong, in one line, and in a sentence; None when nothing did, or nobody saw."""
    raised = observation.raised
    if observation.status == "raised" and raised is not None:
        if raised.type == "AssertionError" and raised.message:
            # The context asks for what the page says, and says what there is instead.
            seen = raised.message.splitlines()[0][:200]
            return raised, seen, seen
        return raised, _in_a_line(raised), f"it raises {_in_a_line(raised)}"
    if observation.status == "exit" and observation.code:
        said = [line.strip() for line in observation.output.splitlines() if line.strip()]
        seen = f"exit status {observation.code}: {said[-1] if said else 'no output'}"
        return None, seen, f"it ends with {seen}"
    for sent in observation.sent:
        if sent.state == "FAILURE" and sent.raised is not None:
            seen = f"{sent.name} ends in FAILURE: {_in_a_line(sent.raised)}"
            return sent.raised, seen, f"the task {seen}"
    return None


def _stands_alone(case: Case, observation: Observation) -> bool:
    """Whether it does not matter what failed before: the sample was run, and the context looked for what it does."""
    ran = bool(case.observations) and all(each.status == "done" for each in case.observations)
    return ran and observation.raised is not None and observation.raised.type == "AssertionError"


def _is_beside(case: Case, sample: Sample, raised: Raised) -> bool:
    """Whether a name was missing that other samples of the page bind: the reader's file has it, where ours had not."""
    if raised.type != "NameError" or not raised.name:
        return False
    others = (_scope.of(each).bound for each in case.page.samples if each.key != sample.key)
    return any(raised.name in bound for bound in others)


def _in_a_line(raised: Raised) -> str:
    return f"{raised.type}: {raised.message}".splitlines()[0][:200]


def _told(case: Case, sample: Sample, call: Call) -> Place | None:
    """Where the words stand that the context speaks of."""
    for index, line in enumerate(sample.code.split("\n")):
        if call.about in line:
            return _place(case, sample, index, call.about)
    return None


def _raising(case: Case, sample: Sample, raised: Raised | None) -> Place | None:
    """The line of the sample that raised, itself and not further down."""
    frames = list(_frames(raised.traceback)) if raised else []
    if not frames:
        return None
    lines = [line.strip() for line in sample.code.split("\n")]
    code = frames[-1]
    return _place(case, sample, lines.index(code), code) if code and lines.count(code) == 1 else None


def _frames(traceback: str) -> Iterator[str]:
    return ((match["code"] or "").strip() for match in FRAME.finditer(traceback))


def _place(case: Case, sample: Sample, index: int, text: str) -> Place:
    column = max(sample.code.split("\n")[index].find(text), 0)
    return Place(
        docs=case.docs.version,
        file=sample.file,
        line=sample.lines[index],
        column=sample.columns[index] + column,
        end_line=sample.lines[index],
        text=text,
    )
