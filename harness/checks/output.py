"""Output that a page shows and a reader does not get.

What the page shows for a step is compared with what the step printed, as values where both can be read as such.  An
erratum is only what no reader could get: a dict where a list comes, a key that is not there, a sum that is another, a
display whose form has gone.  What is volatile is let through; what is neither is left to a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from harness.checks import _history
from harness.checks._shown import (
    comparison,
    display,
    expression,
    failures,
    ledger,
    likeness,
    places,
    steady,
    values,
    volatile,
)
from harness.checks._shown.comparison import Comparison
from harness.checks._shown.ledger import Difference, Situation
from harness.checks._shown.places import Shown
from harness.interfaces import Case
from harness.model import Finding, Observation, Place, Sample, SampleKey, Severity

name = "output"

rules: Mapping[str, str] = {
    "wrong-output": "shown output of another value, or with a key, than Celery gives",
    "wrong-output-shape": "shown output of another kind (a list for a dict, a string for a list) than Celery gives",
    "wrong-exception": "a shown traceback of another exception than is raised",
    "outdated-repr": "the display of an object, or of a literal, in a form that has gone",
    "output-of-assignment": "output shown below a statement that prints nothing",
}

kinds: frozenset[str] = frozenset()

SEVERITIES: Mapping[str, Severity] = {
    "wrong-output": "wrong-value",
    "wrong-output-shape": "wrong-value",
    "wrong-exception": "wrong-value",
    "outdated-repr": "cosmetic",
    "output-of-assignment": "cosmetic",
}
#: The most telling first: a step has one finding.
ORDER = (ledger.VALUE, ledger.SHAPE, ledger.FORM)

#: Columns that a corrected output may take.
WIDTH = 79

#: A sentence that speaks of another release of Celery than the page does.
OTHER_RELEASE = re.compile(r"\b(?:celery|version)\s+v?[1-9](?:\.(?:\d+|x))*\b", re.I)


def find(case: Case) -> Iterable[Finding]:
    """Findings about the output that the case's sample shows; none for a step that shows nothing."""
    sample = case.sample
    if sample is None or sample.historical or sample.language == "console":
        return  # a terminal shows more than values
    failed = ""
    for observation in case.observations:
        if _comparable(observation):
            yield from _step(case, sample, observation, failed)
        if observation.status != "done" and not failed and not _announced(observation):
            failed = "a step before it in the sample did not work"


def covers(case: Case) -> bool:
    """Whether a step of the sample was run whose output the page shows."""
    if case.sample is None or case.sample.language == "console":
        return False
    return any(_comparable(observation) for observation in case.observations)


def _comparable(observation: Observation) -> bool:
    shown = observation.shown
    return shown is not None and observation.status in ("done", "raised") and comparison.claims(shown)


def _announced(observation: Observation) -> bool:
    return observation.status == "raised" and bool(observation.shown and failures.read(observation.shown))


def _step(case: Case, sample: Sample, observation: Observation, failed: str) -> Iterator[Finding]:
    assert observation.shown is not None
    shown = places.locate(case, sample, observation, observation.shown)
    step = expression.read(observation.source)
    if shown is None or step.form == "broken":
        return
    told = _told(case, sample)
    unsure, depends = _carried(case, sample, observation, step)
    unsure = failed or unsure
    failure = failures.read(observation.shown)
    if failure is not None:
        yield from _failure(case, observation, shown, step, failure, told or unsure, depends)
    elif observation.status == "raised":
        return  # what was raised is another check's matter
    elif step.form == "binding":
        yield from _binding(case, observation, shown, step, told)
    else:
        yield from _value(case, observation, shown, step, told, unsure, depends)


def _told(case: Case, sample: Sample) -> str:
    """Why the sample may show what is not so."""
    other = OTHER_RELEASE.search(sample.lead)
    if other and other[0].split()[-1].lstrip("v") not in case.docs.version:
        return "the page speaks of another release here"
    return "the page tells of something gone or wrong here" if _history.told(case) else ""


def _carried(
    case: Case, sample: Sample, observation: Observation, step: expression.Expression
) -> tuple[str, list[SampleKey]]:
    """Why the values that the step starts from are not certain, and the samples that they come from."""
    here: set[str] = set()
    for other in case.observations:
        if other is observation:
            break
        here |= expression.binds(other.source)
    depends: list[SampleKey] = []
    for variable in sorted(step.variables - here):
        provider = _provider(case, sample, variable)
        if provider is None:
            if variable in PLAIN:
                continue
            return f"{variable} was not bound in this sample", []
        if provider.headings != sample.headings:
            return f"{variable} was bound in another section", []
        depends.append(provider.key)
    return "", depends


#: Names that need no binding: what a reader imports without saying so, and what Python has.
PLAIN = frozenset({"celery", "True", "False", "None", "range", "list", "dict", "set", "tuple", "str", "int", "float"})


def _provider(case: Case, sample: Sample, variable: str) -> Sample | None:
    """The nearest sample before this one that binds the name."""
    before = [other for other in case.page.samples if other.file == sample.file and other.lines[0] < sample.lines[0]]
    bind = re.compile(
        rf"(?m)^\s*(?:>>> |\.\.\. )?(?:{re.escape(variable)}\s*(?:=(?!=)|,.*=(?!=))"
        rf"|(?:def|class)\s+{re.escape(variable)}\b|.*\b(?:import|as)\s+(?:.*\b)?{re.escape(variable)}\s*(?:$|,))"
    )
    return next((other for other in reversed(before) if bind.search(other.code)), None)


# -- what kinds of steps give ---------------------------------------------------------------------------


def _failure(
    case: Case,
    observation: Observation,
    shown: Shown,
    step: expression.Expression,
    failure: failures.Failure,
    unsure: str,
    depends: Sequence[SampleKey],
) -> Iterator[Finding]:
    line = failure.line
    if observation.raised is None:
        yield _finding(
            case, observation, shown, step,
            rule="wrong-exception",
            subject=f"{failure.name} shown",
            place=places.of_lines(case, shown, line, line),
            observed="nothing is raised",
            message=f"shows {failure.name}, but nothing is raised",
            unsure=unsure or "the page may show what happens in another situation",
        )  # fmt: skip
        return
    verdict = failures.compare(failure, observation.raised.type, observation.raised.message)
    if verdict.agrees:
        return
    real = f"{observation.raised.type}: {observation.raised.message}"
    yield _finding(
        case, observation, shown, step,
        rule="outdated-repr" if verdict.old else "wrong-exception",
        subject=f"{failure.name} shown",
        place=places.of_lines(case, shown, line, line),
        observed=volatile.stable(real),
        message=verdict.what,
        suggestion=volatile.stable(real) if not volatile.masked(real)[1] else None,
        unsure=unsure or verdict.unsure,
        depends=depends,
    )  # fmt: skip


def _binding(
    case: Case, observation: Observation, shown: Shown, step: expression.Expression, told: str
) -> Iterator[Finding]:
    """A statement that binds a name prints nothing; what it shows as a value is its right side's."""
    if observation.output.strip() or not comparison.claims(shown.text):
        return
    try:
        values.read_all(shown.text)
        unsure = told
    except values.Unreadable:
        unsure = told or "what is shown cannot be read as a value"
    last = shown.text.count("\n")
    yield _finding(
        case, observation, shown, step,
        rule="output-of-assignment",
        subject="output shown",
        place=places.of_lines(case, shown, 0, last),
        observed="nothing is printed",
        message=f"shows {likeness.brief(shown.text)} below a statement that prints nothing",
        unsure=unsure,
    )  # fmt: skip


def _value(
    case: Case,
    observation: Observation,
    shown: Shown,
    step: expression.Expression,
    told: str,
    unsure: str,
    depends: Sequence[SampleKey],
) -> Iterator[Finding]:
    situation = Situation(unsure=unsure, telling=step.telling)
    found = comparison.compare(shown.text, observation.output, observation.value, situation)
    if found is None or found.agrees:
        return
    differences = found.certain or found.differences
    lead = min(differences, key=lambda item: (ORDER.index(item.rule), item.shown.start))
    alone = len(found.certain) == 1 and lead.shown.end > lead.shown.start
    start, end = (lead.shown.start, lead.shown.end) if alone else places.span(shown.text)
    place = places.of_span(case, shown, start, end)
    yield _finding(
        case, observation, shown, step,
        rule=lead.rule,
        subject=lead.form or _what_differs(lead),
        whole=not lead.form,
        place=place,
        observed=steady.tell(found.nodes, found.real),
        message=_message(lead, observation),
        suggestion=_suggestion(lead, found, alone, place, shown),
        unsure=told or lead.unsure,
        depends=() if lead.anyway else depends,
        evidence=_told_differences(found),
    )  # fmt: skip


def _what_differs(difference: Difference) -> str:
    """The difference, in words of the page's own."""
    return f"{difference.path} {display.show(difference.shown)}"


def _message(difference: Difference, observation: Observation) -> str:
    where = f" (at {difference.path})" if difference.path else ""
    if difference.what:
        return f"{difference.what}{'' if difference.rule == ledger.FORM else where}"
    shown = likeness.brief(display.show(difference.shown))
    real = likeness.brief(steady.tell([difference.real], ""))
    verb = "is printed" if observation.value is None else "is returned"
    return f"shows {shown}, but {real} {verb}{where}"


def _suggestion(lead: Difference, found: Comparison, alone: bool, place: Place, shown: Shown) -> str | None:
    """What to write in the place's text's stead: the real output, volatile parts as the page has them."""
    if lead.unsure or not found.corrected:
        return None
    margin = shown.sample.columns[min(shown.index, len(shown.sample.columns) - 1)]
    indent = max(place.column - margin, 0) if alone else 0
    nodes = [lead.corrected] if alone else list(found.corrected)
    text = "\n".join(display.layout(node, width=WIDTH - margin + 1, indent=indent) for node in nodes)
    return text if text != place.text else None


def _told_differences(found: Comparison) -> dict[str, Any]:
    return {
        "differences": [
            {
                "rule": item.rule,
                "at": item.path,
                "shown": likeness.brief(display.show(item.shown), 400),
                "real": likeness.brief(steady.tell([item.real], ""), 400),
                "certain": not item.unsure,
                "reason": item.unsure,
            }
            for item in found.differences
        ],
        "let_through": [
            {"at": hole.path, "kind": hole.kind, "shown": likeness.brief(hole.shown, 400)} for hole in found.holes
        ],
        "compared": "as text" if found.as_text else "as values",
    }


def _finding(
    case: Case,
    observation: Observation,
    shown: Shown,
    step: expression.Expression,
    *,
    rule: str,
    subject: str,
    place: Place,
    observed: str,
    message: str,
    unsure: str,
    whole: bool = True,
    suggestion: str | None = None,
    depends: Sequence[SampleKey] = (),
    evidence: Mapping[str, Any] | None = None,
) -> Finding:
    """A finding; `whole` says that its subject needs the expression to be told from others."""
    sample = case.sample
    assert sample is not None
    more = {"reason": unsure} if unsure else {}
    if depends:
        more["depends_on"] = sorted(depends)  # type: ignore[assignment]
    return Finding(
        rule=rule,
        blame="undecided" if unsure else "docs",
        severity=SEVERITIES[rule],
        docs=case.docs.version,
        target=case.label,
        subject=f"output:{sample.page}:{step.text}:{subject}" if whole else f"form:{subject}",
        place=place,
        claim=shown.text,
        observed=observed,
        message=message,
        suggestion=None if unsure else suggestion,
        token="",
        sample=sample.key,
        claim_key=None,
        evidence={"source": observation.source, "shown": shown.text, **(evidence or {}), **more},
    )
