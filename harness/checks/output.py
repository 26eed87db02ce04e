"""Output that a page shows and a reader does not get.

What the page shows for a step is compared with what the step printed, as values where both can be read as such.  An
erratum is only what no reader could get: a dict where a list comes, a key that is not there, a sum that is another, a
display whose form has gone.  What is volatile is let through; what is neither is left to a person.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from harness.checks._shown import (
    comparison,
    display,
    expression,
    failures,
    handlers,
    ledger,
    likeness,
    origins,
    places,
    steady,
    texts,
    values,
    volatile,
)
from harness.checks._shown.comparison import Comparison
from harness.checks._shown.ledger import Difference, Situation
from harness.checks._shown.nodes import Items, Table
from harness.checks._shown.places import Shown
from harness.interfaces import Case
from harness.model import CheckName, Finding, Observation, Place, Raised, Sample, SampleKey, Severity

name = "output"

rules: Mapping[str, str] = {
    "wrong-output": "shown output of another value, or with a key, than Celery gives",
    "wrong-output-shape": "shown output of another kind (a list for a dict, a string for a list) than Celery gives",
    "wrong-exception": "a shown traceback of another exception than is raised",
    "outdated-repr": "the display of an object, or of a literal, in a form that has gone",
    "output-of-assignment": "output shown below a statement that prints nothing",
}

level: CheckName = "compare"
sees = frozenset({"sample"})

SEVERITIES: Mapping[str, Severity] = {
    "wrong-output": "wrong-value",
    "wrong-output-shape": "wrong-value",
    "wrong-exception": "wrong-value",
    "outdated-repr": "cosmetic",
    "output-of-assignment": "cosmetic",
}
#: The most telling first: a step has one finding.
ORDER = (ledger.VALUE, ledger.SHAPE, ledger.FORM)

NO_ITEMS = "[]"
#: Blanks by which lines of a block are indented that do not stand below a bracket.
TAB = 4
#: Columns that a corrected output may take.
WIDTH = 79

#: A sentence that says under which circumstances a failure is seen: they are not the harness's to bring about.
CONDITION = re.compile(r"\b(if|when|whenever|in case|unless|without|may|might|can|could|sometimes)\b", re.I)
#: A sentence that promises something like what is shown.
LIKEWISE = re.compile(r"\b(like|similar|resembl\w+|something|e\.g\.)\b", re.I)
#: Ends of tasks after which nothing comes as it is shown.
FAILED = frozenset({"FAILURE", "REJECTED"})
#: A file of Celery's own, or of what it is made of, in a traceback.
OURS = re.compile(r'File "[^"\n]*/(?:celery|kombu|vine|billiard)/[^"\n]*"')


def find(case: Case) -> Iterable[Finding]:
    """Findings about the output that the case's sample shows; none for a step that shows nothing."""
    sample = case.sample
    if sample is None or sample.historical or sample.language == "console":
        return  # a terminal shows more than values
    failed: Observation | None = None
    for observation in case.observations:
        if _comparable(case, observation):
            yield from _step(case, sample, observation, failed)
        if observation.status != "done" and failed is None and not _announced(observation):
            failed = observation


def covers(case: Case) -> bool:
    """Whether a step of the sample was run whose output the page shows."""
    if case.sample is None or case.sample.language == "console":
        return False
    return any(_comparable(case, observation) for observation in case.observations)


def compared(case: Case) -> str:
    """What was compared, and what was let through: "2 outputs as values; let through: date, uuid"; "" for nothing."""
    ways: Counter[str] = Counter()
    through: set[str] = set()
    for observation in case.observations:
        if not covers(replace(case, observations=(observation,))):
            continue
        assert observation.shown is not None
        if failures.read(observation.shown) is not None:
            ways["as failures"] += 1
            continue
        situation = _situation(case, observation, expression.read(observation.source), "")
        found = comparison.compare(observation.shown, observation.output, observation.value, situation)
        if found is not None:
            ways["as text" if found.as_text else "as values"] += 1
            through |= {re.sub(r"^\d+ items? ", "fields ", hole.kind) for hole in found.holes}
    told = ", ".join(f"{count} output{'s' * (count > 1)} {way}" for way, count in sorted(ways.items()))
    return f"{told}; let through: {', '.join(sorted(through))}" if through else told


def _comparable(case: Case, observation: Observation) -> bool:
    """Whether the page claims that the step shows this, here and now."""
    shown = observation.shown
    if shown is None or observation.status not in ("done", "raised") or not comparison.claims(shown):
        return False
    assert case.sample is not None
    if origins.told(case, case.sample):
        return False
    failure = failures.read(shown)
    if failure is None:
        # What a task that fails makes of the output is told where the failure is told.
        return not any(sent.state in FAILED for sent in observation.sent)
    return not (observation.raised is None and CONDITION.search(case.sample.lead))


def _announced(observation: Observation) -> bool:
    return observation.status == "raised" and bool(observation.shown and failures.read(observation.shown))


def _step(case: Case, sample: Sample, observation: Observation, failed: Observation | None) -> Iterator[Finding]:
    assert observation.shown is not None
    shown = places.locate(case, sample, observation, observation.shown)
    step = expression.read(observation.source)
    if shown is None or step.form == "broken":
        return
    unsure, depends = origins.carried(case, sample, observation, step.variables)
    failure = failures.read(observation.shown)
    if failure is not None and failed is not None and (raised := _raised_before(case, sample, failed, step)):
        yield from _never_reached(case, sample, observation, shown, step, failure, failed, raised)
        return
    unsure = "a step before it in the sample did not work" if failed is not None else unsure
    if failure is not None:
        yield from _failure(case, observation, shown, step, failure, unsure, depends)
    elif observation.status == "raised":
        return  # what was raised is another check's matter
    elif step.form == "binding":
        yield from _binding(case, observation, shown, step)
    else:
        yield from _value(case, observation, shown, step, unsure, depends)


def _raised_before(case: Case, sample: Sample, failed: Observation, step: expression.Expression) -> Raised | None:
    """What Celery itself raised where the step's variable should have been bound; None when it is not that plain.

    What the failed step was given was all made in the sample, so nobody fares otherwise.
    """
    raised = failed.raised
    if raised is None or failed.shown or failed.reason or not expression.binds(failed.source) & step.variables:
        return None
    inner = re.findall(r'(?m)^  File ".*$', raised.traceback)
    if not inner or not OURS.search(inner[-1]) or raised.type not in ("AttributeError", "TypeError"):
        return None
    unsure, depends = origins.carried(case, sample, failed, expression.read(failed.source).variables)
    return raised if not unsure and not depends else None


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


def _never_reached(
    case: Case,
    sample: Sample,
    observation: Observation,
    shown: Shown,
    step: expression.Expression,
    failure: failures.Failure,
    failed: Observation,
    raised: Raised,
) -> Iterator[Finding]:
    """A failure shown for a step that no reader gets to: where the one before it fails is the first place."""
    line = " ".join(failed.source.split())
    real = volatile.stable(f"{raised.type}: {raised.message}")
    never = _finding(
        case, observation, shown, step,
        rule="wrong-exception",
        subject=f"{failure.name} shown",
        place=places.of_lines(case, shown, failure.line, failure.line),
        observed=f"{real}, raised by {line}",
        message=f"shows {failure.name}, but {line} before it raises {real}",
        unsure="",
        evidence={"traceback": raised.traceback, "before": failed.source},
    )  # fmt: skip
    yield replace(never, place=places.of_step(case, sample, failed), severity="breaks")
    yield never


def _binding(case: Case, observation: Observation, shown: Shown, step: expression.Expression) -> Iterator[Finding]:
    """A statement that binds a name prints nothing; what it shows as a value is its right side's."""
    if observation.output.strip() or not comparison.claims(shown.text):
        return
    try:
        values.read_all(shown.text)
        unsure = ""
    except values.Unreadable:
        unsure = "what is shown cannot be read as a value"
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
    unsure: str,
    depends: Sequence[SampleKey],
) -> Iterator[Finding]:
    situation = _situation(case, observation, step, unsure)
    found = comparison.compare(shown.text, observation.output, observation.value, situation)
    if found is None or found.agrees:
        return
    differences = found.certain or found.differences
    lead = min(differences, key=lambda item: (ORDER.index(item.rule), item.shown.start))
    alone = len(found.certain) == 1 and lead.shown.end > lead.shown.start
    start, end = (lead.shown.start, lead.shown.end) if alone else places.span(shown.text)
    place = places.of_span(case, shown, start, end)
    nothing = bool(found.nodes) and all(map(likeness.empty, found.nodes))  # then what is known comes from elsewhere
    yield _finding(
        case, observation, shown, step,
        rule=lead.rule,
        subject=lead.form or _what_differs(lead),
        whole=not lead.form,
        place=place,
        observed=steady.tell([lead.real] if nothing else found.nodes, found.real),
        message=_message(lead, observation),
        suggestion=_suggestion(lead, found, alone, place, shown),
        unsure=lead.unsure,
        depends=() if lead.anyway else depends,
        evidence=_told_differences(found),
    )  # fmt: skip


def _situation(case: Case, observation: Observation, step: expression.Expression, unsure: str) -> Situation:
    """What is known of where the value of a step comes from."""
    telling = step.telling
    settled = telling in origins.SETTLED and origins.has_ended(case, case.sample, observation, step.variables)
    if settled or (expression.COUNT.fullmatch(step.text) and not unsure):
        telling = ""
    settings = bool(step.setting) and not _configured(case, step.setting)
    if not telling and settings:
        telling = f"conf.{step.setting}"
    handler = handlers.of(case.docs.root).get(handlers.command(observation.source))
    said = handlers.said(handler, observation.source) if handler is not None else ""
    sample = case.sample
    block = (case.samples or {}).get(sample.output or "") if sample is not None else None
    likewise = any(item is not None and LIKEWISE.search(item.lead) for item in (sample, block))
    return Situation(unsure=unsure, telling=telling, set=settings, likewise=likewise, handler=handler, said=said)


def _configured(case: Case, setting: str) -> bool:
    """Whether the sample, or one before it in its section, configures the setting."""
    sample = case.sample
    assert sample is not None
    sets = re.compile(rf"\b{re.escape(setting)}\b['\"]?\s*[=:](?!=)")
    near = [item for item in case.page.samples if item.headings == sample.headings and item.lines[0] <= sample.lines[0]]
    return any(sets.search(item.code) for item in near)


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
    if not lead.unsure and found.as_text and texts.skeleton(shown.text) is not None:
        return texts.refilled(shown.text, found.real.strip("\n"))
    if lead.unsure or not found.corrected:
        return None
    if lead.rule == ledger.VALUE and display.show(lead.corrected) == display.show(lead.shown):
        return None  # what is shown is never given, and what is given instead is not known
    within = lead.path if alone else ""
    if any(hole.kind.endswith(ledger.NONE_THERE) and hole.path.startswith(within) for hole in found.holes):
        # Of what items consist was not seen: those of the page stay as they are, and what is around them is corrected.
        return _unwrapped(lead, place.text) if len(found.differences) == 1 else None
    if not alone and (text := _in_place(found, shown.text)) is not None:
        return text
    margin = shown.sample.columns[min(shown.index, len(shown.sample.columns) - 1)]
    indent = max(place.column - margin, 0) if alone else 0
    nodes = [lead.corrected] if alone else list(found.corrected)
    text = "\n".join(display.layout(node, width=WIDTH - margin + 1, indent=indent) for node in nodes)
    if text == NO_ITEMS:
        return None  # a page that shows items wants them: what is typed is to be corrected, and not what is shown
    return text if text != place.text else None


def _in_place(found: Comparison, text: str) -> str | None:
    """What is shown with only the words in it corrected that differ: its lines stay as they are broken."""
    start, end = places.span(text)
    new, last = "", start
    for item in sorted(found.differences, key=lambda item: item.shown.start):
        if item.rule != ledger.FORM or item.unsure or not last <= item.shown.start < item.shown.end <= end:
            return None
        new += text[last : item.shown.start] + display.show(item.corrected)
        last = item.shown.end
    return new + text[last:end]


def _unwrapped(lead: Difference, text: str) -> str | None:
    """The one dict of a list where the dict itself is given: only the list's brackets go, the rest stays as it is."""
    if lead.rule != ledger.SHAPE or not isinstance(lead.corrected, Table) or not isinstance(lead.shown, Items):
        return None
    inner = text[1:-1]
    if len(lead.shown.items) != 1 or f"[{inner}]" != text or inner[:1] + inner[-1:] != "{}":
        return None
    first, *rest = inner.split("\n")
    depths = [len(line) - len(line.lstrip()) for line in rest if line.strip()]
    # What stands below the bracket moves with it; what is indented by a tab does not.
    if depths and depths[0] % TAB:
        rest = [line.removeprefix(" ") for line in rest]
    return "\n".join([first, *rest])


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
