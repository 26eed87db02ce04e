"""Stage 4: what the checks say of every sample and claim of one release on one target, and the verdicts."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from harness import forks, recording
from harness.checks import _excuses, _unchecked, output, syntax
from harness.interfaces import Case, CheckModule
from harness.model import (
    CALLED,
    UNSEEN,
    Call,
    Check,
    CheckName,
    Claim,
    Docs,
    Finding,
    Observation,
    Outcome,
    Page,
    Problem,
    Sample,
    Target,
    Verdict,
)

#: Rules that say no more than that a word is no name: who knows what kind of name it should be says more.
GIVING_WAY = frozenset({"misspelt-name"})
#: Claims that are judged in the time that a sample takes.
SAMPLE = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """All that is said of one release, or of a page of it, on one target."""

    findings: tuple[Finding, ...]
    samples: tuple[Outcome, ...]
    claims: tuple[Outcome, ...]
    faults: tuple[Mapping[str, Any], ...]


def judge(
    docs: Docs,
    pages: Sequence[Page],
    target: Target,
    label: str,
    facts: Mapping[str, Any],
    planned: Mapping[str, Check],
    observations: Iterable[Observation],
    checks: Iterable[CheckModule],
    *,
    wanted: Callable[[Claim], bool] | None = None,
) -> Judgement:
    """Judge every sample and claim; nothing is left without a verdict, but for claims not `wanted`."""
    judge_one = _Judge(docs, target, label, facts, planned, tuple(checks))
    seen = list(observations)
    judge_one.recorded = recording.read(seen)
    # What a release does not tell of itself, checks stay silent about: that is no pass, and is said.
    faults: list[Mapping[str, Any]] = [
        {"docs": docs.version, "target": label, "kind": "introspection", "message": str(problem)}
        for problem in facts.get("problems", ())
    ]
    faults += [
        {"docs": docs.version, "target": label, "kind": "recording", "message": each.reason or each.status}
        for each in seen
        if each.plan.startswith(recording.PREFIX) and each.status != "done"
    ]
    for observation in seen:
        judge_one.observed[observation.sample or observation.plan].append(observation)
    parts = forks.spread(lambda page: judge_one.page(page, wanted), pages, _weight)
    return Judgement(
        findings=tuple(each for part in parts for each in part.findings),
        samples=tuple(each for part in parts for each in part.samples),
        claims=tuple(each for part in parts for each in part.claims),
        faults=(*faults, *(each for part in parts for each in part.faults)),
    )


def _weight(page: Page) -> float:
    """About how long it takes to judge a page: most checks look at samples."""
    return SAMPLE * len(page.samples) + len(page.claims)


class _Judge:
    def __init__(
        self,
        docs: Docs,
        target: Target,
        label: str,
        facts: Mapping[str, Any],
        planned: Mapping[str, Check],
        checks: Sequence[CheckModule],
    ) -> None:
        self.docs, self.target, self.label, self.facts = docs, target, label, facts
        self.planned = planned
        self.asked = _asked(checks)
        self.levels = {check.name: check.level for check in checks}
        self.observed: dict[str, list[Observation]] = defaultdict(list)
        self.recorded = recording.Recording()
        # Of the page in hand.
        self.findings: list[Finding] = []
        self.samples: list[Outcome] = []
        self.claims: list[Outcome] = []
        self.faults: list[Mapping[str, Any]] = []

    def page(self, page: Page, wanted: Callable[[Claim], bool] | None) -> Judgement:
        self.findings, self.samples, self.claims, self.faults = [], [], [], []
        by_key: dict[str, Sample] = {sample.key: sample for sample in page.samples}
        left = [
            problem
            for problem in page.problems
            if not self._find(self._case(page, by_key, problem=problem), "problem")[0]
        ]
        for (file, kind), problems in itertools.groupby(left, key=lambda item: (item.file, item.kind)):
            first, *others = problems
            message = first.message + (f" (and {len(others)} more such below)" if others else "")
            self.faults.append(
                {"docs": self.docs.version, "kind": kind, "file": file, "line": first.line, "message": message}
            )
        for sample in page.samples:
            seen = tuple(self.observed.get(sample.key, ()))
            used = self.observed.get(f"{sample.key}{CALLED}", ())
            called = tuple(zip(self.planned[sample.key].calls, used, strict=False))
            case = self._case(page, by_key, sample=sample, observations=seen, called=called)
            found, covered = self._find(case, "sample")
            self.samples.append(self._sample(case, sample, self.planned[sample.key], found, covered))
        judged = page.claims if wanted is None else tuple(filter(wanted, page.claims))
        for claim in judged:
            seen = tuple(self.observed.get(claim.fields.get("plan", ""), ()))
            case = self._case(page, by_key, claim=claim, observations=seen)
            found, covered = self._find(case, claim.kind)
            self.claims.append(self._claim(case, claim, found, covered))
        self.claims = _unchecked.settled(judged, self.claims)
        proofs = [outcome for outcome in self.claims if outcome.kind == "experiment"]
        return Judgement(
            findings=tuple(self.findings),
            samples=tuple(_proved(each, proofs) for each in self.samples) if proofs else tuple(self.samples),
            claims=tuple(self.claims),
            faults=tuple(self.faults),
        )

    def _case(
        self,
        page: Page,
        by_key: Mapping[str, Sample],
        *,
        sample: Sample | None = None,
        claim: Claim | None = None,
        problem: Problem | None = None,
        observations: tuple[Observation, ...] = (),
        called: tuple[tuple[Call, Observation], ...] = (),
    ) -> Case:
        return Case(
            docs=self.docs,
            page=page,
            target=self.target,
            facts=self.facts,
            label=self.label,
            sample=sample,
            claim=claim,
            problem=problem,
            observations=observations,
            samples=by_key,
            recorded=self.recorded,
            called=called,
        )

    def _find(self, case: Case, kind: str) -> tuple[list[Finding], frozenset[str]]:
        """What the checks that see such a case find, and the names of those that had something to look at."""
        found: list[Finding] = []
        covered: set[str] = set()
        for check in self.asked.get(kind, self.asked["claim"]):
            new = list(check.find(case))
            if new or check.covers(case):
                covered.add(check.name)
            found.extend(new)
        found = _told_once(found)
        self.findings.extend(found)
        return found, frozenset(covered)

    def _levels(self, covered: frozenset[str]) -> frozenset[CheckName]:
        """What the checks that had something to look at hold a sample to."""
        return frozenset(self.levels[name] for name in covered)

    def _sample(
        self, case: Case, sample: Sample, planned: Check, found: Sequence[Finding], covered: frozenset[str]
    ) -> Outcome:
        seen = case.observations
        levels = self._levels(covered)
        made = _made(planned.check, bool(seen), levels)
        reason = planned.reason
        if reason.startswith("syntax"):
            reason = syntax.left_out(sample) or reason
        if made == "none" and planned.check != "none":
            reason = reason or "nothing-of-celery"
        odd = [item for item in seen if not _is_as_shown(item, covered, found)]
        excuses = {(item.plan, item.step): excuse for item in odd if (excuse := _excuses.reason(case, item))}
        odd = [item for item in odd if (item.plan, item.step) not in excuses]
        telling = [excuse for excuse in excuses.values() if excuse != _excuses.ANNOUNCED]
        if telling and not found:
            # What a run says of a sample that it had not all for is no more than what its text alone says.
            made, reason = _made("resolve", True, levels), telling[0]
        verdict, reason = _verdict(made, reason or next(iter(excuses.values()), ""), odd, found)
        if verdict == "holds" and not excuses and (unseen := _unseen(seen)):
            verdict, reason = "undecided", f"the end of the task {unseen} was not seen"
        if verdict == "holds" and made == "compare":
            reason = reason or output.compared(case)
        if verdict == "fault":
            self.faults.append(
                {"docs": self.docs.version, "target": self.label, "kind": "run", "file": sample.file,
                 "line": sample.lines[0], "message": reason}
            )  # fmt: skip
        return Outcome(
            docs=self.docs.version,
            target=self.label,
            file=sample.file,
            line=sample.lines[0],
            end_line=sample.lines[-1],
            kind=sample.language,
            check=made,
            verdict=verdict,
            reason=reason,
            seconds=round(sum(observation.seconds for observation in seen), 3),
            key=sample.key,
        )

    def _claim(self, case: Case, claim: Claim, found: Sequence[Finding], covered: frozenset[str]) -> Outcome:
        seen = case.observations
        made: CheckName = "none"
        if claim.kind == "experiment":
            made = "run" if seen else "none"
        elif found or covered:
            made = "bind" if "bind" in self._levels(covered) else "resolve"
        verdict, reason = _verdict(made, "" if made != "none" else _unchecked.reason(case, claim), seen, found)
        return Outcome(
            docs=self.docs.version,
            target=self.label,
            file=claim.file,
            line=claim.line,
            end_line=claim.end_line,
            kind=claim.kind,
            check=made,
            verdict=verdict,
            reason=reason,
            seconds=round(sum(observation.seconds for observation in seen), 3),
            key=claim.key,
        )


def is_asked(check: CheckModule, kind: str) -> bool:
    """Whether a check sees samples, problems, or claims of a kind."""
    return kind in check.sees or ("claim" in check.sees and kind not in ("sample", "problem"))


def _asked(checks: Sequence[CheckModule]) -> Mapping[str, Sequence[CheckModule]]:
    """Who is asked about cases of a kind, in the checks' order; "claim" stands for the kinds that no check names."""
    kinds = {"sample", "problem", "claim"}.union(*(check.sees for check in checks))
    return {kind: [check for check in checks if is_asked(check, kind)] for kind in kinds}


def _told_once(found: Sequence[Finding]) -> list[Finding]:
    """Findings without those that say less of some words than another does."""
    known = {(each.place.line, each.place.column) for each in found if each.rule not in GIVING_WAY}
    return [each for each in found if each.rule not in GIVING_WAY or (each.place.line, each.place.column) not in known]


def _made(planned: CheckName, ran: bool, levels: frozenset[CheckName]) -> CheckName:
    """The strongest check that was really made: what nobody looked at is not claimed."""
    if planned in ("compare", "run") and ran:
        return "compare" if planned == "compare" and "compare" in levels else "run"
    if "bind" in levels:
        return "bind"
    if "resolve" in levels or ("compare" in levels and not ran):
        return "resolve"
    if "keys" in levels:
        return "keys"
    return "parse" if planned != "none" and "parse" in levels else "none"


def _proved(outcome: Outcome, proofs: Iterable[Outcome]) -> Outcome:
    """What an experiment says of a sample that it quotes as a whole, where no other check says as much."""
    if outcome.check not in ("parse", "none"):
        return outcome
    proof = next((each for each in proofs if _quotes(each, outcome)), None)
    if proof is None:
        return outcome
    wrong = outcome.verdict == "fails"
    return replace(
        outcome,
        check="run",
        verdict="fails" if wrong else proof.verdict,
        reason=outcome.reason if wrong else proof.reason or f"by experiment: {proof.key.rpartition(':')[2]}",
        seconds=proof.seconds,
    )


def _quotes(proof: Outcome, sample: Outcome) -> bool:
    """Whether an experiment was made on a text that a sample stands in."""
    made = proof.check == "run" and proof.file == sample.file
    return made and proof.line <= sample.line and sample.end_line <= proof.end_line


def _is_as_shown(observation: Observation, covered: frozenset[str], found: Sequence[Finding]) -> bool:
    """Whether a step raised, the page shows an exception, and comparing the two found nothing."""
    return (
        observation.status == "raised"
        and observation.shown is not None
        and "output" in covered
        and not any(finding.evidence.get("source") == observation.source for finding in found)
        and "Error" in observation.shown
    )


def _unseen(seen: Sequence[Observation]) -> str:
    """The first task that was sent and whose end in the worker nobody saw."""
    for observation in seen:
        for sent in observation.sent:
            if sent.state in UNSEEN:
                return sent.name
    return ""


def _verdict(
    made: CheckName, planned: str, seen: Sequence[Observation], found: Sequence[Finding]
) -> tuple[Verdict, str]:
    """The verdict, and its reason where it is not plain."""
    wrong = [finding for finding in found if finding.blame in ("docs", "library")]
    if wrong:
        return "fails", ", ".join(sorted({finding.rule for finding in wrong}))
    open_questions = [finding for finding in found if finding.blame == "undecided"]
    if open_questions:
        return "undecided", open_questions[0].message
    faults = [observation for observation in seen if observation.status in ("fault", "skipped")]
    if faults or any(finding.blame in ("harness", "environment") for finding in found):
        return "fault", faults[0].reason if faults else found[0].message
    for observation in seen:
        if observation.status in ("timeout", "died"):
            return "undecided", f"{observation.status}: {observation.reason}"
        if observation.status == "raised" and observation.raised is not None:
            return "undecided", f"raised {observation.raised.type}: {observation.raised.message}".splitlines()[0][:200]
        if observation.status == "exit" and observation.code:
            return "undecided", f"exit status {observation.code}"
    if made == "none" or planned.startswith(("needs-service", "needs-package")):
        return "not-checked", planned
    if planned.startswith("syntax"):
        return "undecided", planned  # it does not compile, and no check is sure why
    return "holds", planned
