"""Where the values come from that a step starts from, and whether they are the same for every reader."""

from __future__ import annotations

import re

from harness.checks import _history
from harness.checks._shown import expression
from harness.interfaces import Case
from harness.model import Observation, Sample, SampleKey

#: A sentence that speaks of another release of Celery than the page does.
OTHER_RELEASE = re.compile(r"\b(?:celery|version)\s+v?[1-9](?:\.(?:\d+|x))*\b", re.I)


def told(case: Case, sample: Sample) -> str:
    """Why the sample may show what is not so."""
    other = OTHER_RELEASE.search(sample.lead)
    if other and other[0].split()[-1].lstrip("v") not in case.docs.version:
        return "the page speaks of another release here"
    return "the page tells of something gone or wrong here" if _history.told(case) else ""


def carried(
    case: Case, sample: Sample, observation: Observation, variables: frozenset[str]
) -> tuple[str, list[SampleKey]]:
    """Why the values of a step's variables are not certain, and the samples that they come from."""
    here: set[str] = set()
    for other in case.observations:
        if other is observation:
            break
        here |= expression.binds(other.source)
    depends: list[SampleKey] = []
    for variable in sorted(variables - here):
        provider = _provider(case, sample, variable)
        if provider is None:
            if variable in PLAIN or _is_constant(case, sample, variable):
                continue
            return f"{variable} was not bound in this sample", []
        if provider.headings != sample.headings:
            return f"{variable} was bound in another section", []
        depends.append(provider.key)
    return "", depends


#: Names that need no binding: what a reader imports without saying so, and what Python has.
PLAIN = frozenset({"celery", "True", "False", "None", "range", "list", "dict", "set", "tuple", "str", "int", "float"})


#: What is asked of a result and does not change any more once it has been waited for.
SETTLED = frozenset({"ready", "failed", "successful", "state", "status"})


def has_ended(case: Case, sample: Sample | None, observation: Observation, variables: frozenset[str]) -> bool:
    """Whether the one result that a step asks has been waited for, by the step before it or in samples above."""
    if sample is None or len(variables) != 1:
        return False
    (variable,) = variables
    before = [
        other.code
        for other in case.page.samples
        if (other.file, other.headings) == (sample.file, sample.headings) and other.lines[0] < sample.lines[0]
    ]
    code = "\n".join([*before, *sample.code.split("\n")[: observation.first]])
    bound = list(re.finditer(rf"(?m)^\s*(?:>>> )?{re.escape(variable)}\s*=(?!=)", code))
    waited = re.compile(rf"(?m)^\s*(?:>>> )?(?:\w+ = )?{re.escape(variable)}\.(?:get|wait|join)\(")
    return bool(bound) and waited.search(code, bound[-1].end()) is not None


def _is_constant(case: Case, sample: Sample, variable: str) -> bool:
    """Whether the name is a constant of the module in whose docstring the sample stands."""
    module = case.facts.get("modules", {}).get(case.page.name.replace("/", "."), {})
    return bool(sample.scope) and variable.isupper() and variable in module.get("members", {})


def _provider(case: Case, sample: Sample, variable: str) -> Sample | None:
    """The nearest sample before this one that binds the name."""
    before = [other for other in case.page.samples if other.file == sample.file and other.lines[0] < sample.lines[0]]
    bind = re.compile(
        rf"(?m)^\s*(?:>>> |\.\.\. )?(?:{re.escape(variable)}\s*(?:=(?!=)|,.*=(?!=))"
        rf"|(?:def|class)\s+{re.escape(variable)}\b|.*\b(?:import|as)\s+(?:.*\b)?{re.escape(variable)}\s*(?:$|,))"
    )
    return next((other for other in reversed(before) if bind.search(other.code)), None)
