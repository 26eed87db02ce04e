"""Corrections of errata, made in a copy of the docs and checked there: what stands gets its patch and its proof."""

from __future__ import annotations

import contextlib
import re
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Protocol

from harness import compare, contexts, extract, facts, labels, live, plan, remembered, sources
from harness.errors import MissingError
from harness.interfaces import Results
from harness.judge import judge
from harness.model import Check, Claim, Docs, Erratum, Finding, Observation, Page, Plan, Sample, SampleKey, Target
from harness.progress import Progress
from harness.registry.checks import CHECKS
from harness.registry.languages import LANGUAGES
from harness.repair import assigned, diffs, hidden, lookups, proof, reproducers
from harness.repair.edit import Edit
from harness.repair.edits import IMPORT, Correction, awaited, corrections, holds_result, own_findings, suggested

#: The folder of the second round, in the run's.
FOLDER = "corrections"
#: Rules whose corrections name what may have been meant: what that gives is no word on what is shown.
GUESSED = ("undefined-", "unknown-")
#: How a message says what may have been meant.
MEANT = re.compile(r"[:;] did you mean .*\?$")
#: Lines from a claim's at which something may be found about it.
AROUND = 5
#: What is found in the stead of an old mistake is corrected once, and what another hid is found behind two of them.
ROUNDS = 3

#: Makes errata of findings.
Tell = Callable[[Sequence[Finding]], Sequence[Erratum]]
#: An erratum's id and one of the docs in which it stands.
Key = tuple[str, str]


class Held(Protocol):
    """Docs and the target that they were held against."""

    @property
    def docs(self) -> Docs: ...
    @property
    def target(self) -> Target: ...
    @property
    def pages(self) -> tuple[Page, ...]: ...
    @property
    def checks(self) -> Mapping[str, Check]: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class First:
    """What the first round came to."""

    held: Sequence[Held]
    plans: Sequence[Plan]
    findings: Sequence[Finding]
    observations: Sequence[Observation]
    sides: Sequence[str]
    given: live.Round | None  # None: nothing was run
    missing: frozenset[str] = frozenset()  # services that plans need and could not have

    @property
    def settled(self) -> bool:
        """Whether everything that was run says the same every time."""
        plans = {(plan.docs, plan.key): plan for plan in self.plans}
        return not any(remembered.is_doubtful(plans[item.docs, item.plan], item) for item in self.observations)


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """An erratum, the findings that it is made of, and what corrects it."""

    erratum: Erratum
    own: tuple[Finding, ...]
    corrections: tuple[Correction, ...]
    #: Of one that others hid: the findings about corrected docs, and what was held against what then.
    found: tuple[Finding, ...] = ()
    shown: reproducers.Shown | None = None


def correct(results: Results, first: First, progress: Progress, *, verify: bool = True) -> Results:
    """The results, their errata with patches, reproducers and, with `verify`, the proof that the patches are right."""
    texts = _Texts([item.docs for item in first.held])
    samples = _samples(first.held)
    proposals = []
    for erratum in results.errata:
        own = tuple(own_findings(erratum, first.findings))
        proposals.append(
            Proposal(erratum=erratum, own=own, corrections=corrections(erratum, own, samples, texts.lines))
        )
    tell = partial(
        compare.errata,
        docs=[item.docs for item in first.held],
        targets=[item.target for item in first.held],
        labels=results.labels,
        pages={item.docs.version: item.pages for item in first.held},
        outcomes=(*results.samples, *results.claims),
    )
    second = _Second(first, proposals, texts, tell)
    if verify:
        started = time.monotonic()
        second.prove(progress)
        if second.corrections:
            progress.note(f"corrections checked in {time.monotonic() - started:.1f} s")
    proposals = list(second.own.values())
    shown = reproducers.Shown(held=[(item.docs, item.pages, item.checks) for item in first.held], plans=first.plans,
                              observations=first.observations, lines=texts.lines,
                              corrections=second.corrections, edits=second.edits)  # fmt: skip
    scripts = {
        item.erratum.id: reproducers.script(item.erratum, item.found or item.own, item.shown or shown)
        for item in proposals
    }
    if verify:
        second.look_up(scripts)
    errata = tuple(
        replace(_patched(item.erratum, second, verify=verify), reproducer=scripts[item.erratum.id])
        for item in proposals
    )
    return replace(results, errata=tuple(sorted(errata, key=labels.erratum_order)))


def _samples(held: Sequence[Held]) -> Mapping[str, Sequence[Sample]]:
    """All samples, by the version of their docs."""
    return {item.docs.version: [sample for page in item.pages for sample in page.samples] for item in held}


def _patched(erratum: Erratum, second: _Second, *, verify: bool) -> Erratum:
    """The erratum with its patch of the newest docs that have it, and whether it is verified on all that do."""
    wanted = {place.docs for place in erratum.places}
    made = {docs: item for docs in wanted if (item := second.corrections.get((erratum.id, docs))) is not None}
    if not made:
        return erratum
    patch = second.texts.patch(made[min(made, key=labels.newest_first)])
    if patch is None or not verify:
        return replace(erratum, patch=patch)
    reasons = [reason for docs in sorted(made) if (reason := second.objections.get((erratum.id, docs)))]
    if not all(item.whole for item in made.values()) or wanted != made.keys():
        reasons.append("not all places can be corrected")
    if not reasons:
        return replace(erratum, patch=patch, patch_verified=True)
    return replace(erratum, patch=patch, patch_verified=False, evidence={**erratum.evidence, "unverified": reasons[0]})


class _Texts:
    """Files of the docs as they stand."""

    def __init__(self, docs: Sequence[Docs]) -> None:
        self._roots = {item.version: Path(item.root) for item in docs}
        self.text = cache(self._read)
        self.lines = cache(lambda version, file: self.text(version, file).split("\n"))

    def _read(self, version: str, file: str) -> str:
        path = Path(file)
        root = self._roots.get(version)
        if root is None or path.is_absolute() or ".." in path.parts:
            return ""
        try:
            return (root / path).read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            return ""

    def patch(self, correction: Correction) -> str | None:
        """A correction as a diff; None when its own edits do not go together."""
        by_file: dict[str, list[Edit]] = defaultdict(list)
        for edit in correction.edits:
            by_file[edit.file].append(edit)
        with contextlib.suppress(diffs.ConflictError):
            told = [
                diffs.unified(file, self.text(correction.docs, file), edits) for file, edits in sorted(by_file.items())
            ]
            return "".join(told) or None
        return None


class _Second:
    """The second round: all corrections of a release made together in a copy of its docs.

    What is found there in the stead of the old mistake, and can be corrected itself, is: that takes a third round.  So
    does what old mistakes have hidden: it becomes an erratum of its own.
    """

    def __init__(self, first: First, proposals: Sequence[Proposal], texts: _Texts, tell: Tell) -> None:
        self.first, self.texts, self.tell = first, texts, tell
        self.hidden: list[tuple[hidden.Hidden, reproducers.Shown]] = []  # that the round has brought to light
        self.own = {proposal.erratum.id: proposal for proposal in proposals}
        self.corrections: dict[Key, Correction] = {}
        self.objections: dict[Key, str] = {}
        self.instead: dict[Key, tuple[Finding, proof.Moved]] = {}
        self.refuted: set[Key] = set()  # guesses that do not give what is shown
        self.completed: dict[Key, Correction] = {}  # corrections of more than was known to be wrong
        self._joint: dict[str, dict[str, list[Edit]]] = {}  # docs → file → edits that go together
        for proposal in proposals:
            for correction in proposal.corrections:
                self.corrections[proposal.erratum.id, correction.docs] = correction
                self._join((proposal.erratum.id, correction.docs), correction)

    def _join(self, key: Key, correction: Correction) -> bool:
        """Have a correction made beside the others; False when they do not go together."""
        wanted = {file: list(edits) for file, edits in self._joint.get(correction.docs, {}).items()}
        for edit in correction.edits:
            if edit not in wanted.setdefault(edit.file, []):
                wanted[edit.file].append(edit)
        try:
            for file in {edit.file for edit in correction.edits}:
                diffs.edited(self.texts.text(correction.docs, file), wanted[file])
        except diffs.ConflictError as error:
            self.objections[key] = str(error)
            return False
        self._joint[correction.docs] = wanted
        return True

    def edits(self, docs: str, file: str) -> Sequence[Edit]:
        """The edits that go together in a file."""
        return self._joint.get(docs, {}).get(file, ())

    def prove(self, progress: Progress) -> None:
        """Find out why corrections are not verified."""
        keys = {key for key in self.corrections if key not in self.objections}
        for number in range(ROUNDS):
            if not keys:
                break
            with tempfile.TemporaryDirectory(prefix=live.PREFIX + "docs-") as folder:
                after = list(self._corrected(Path(folder), keys, progress))
                observations = self._run([plan for corrected in after for plan in corrected.plans], number, progress)
                for corrected in after:
                    self._judge(corrected, keys, observations)
            amended = {key for key in keys if key in self.instead and self._amend(key)}
            completed = {key for key in keys if key in self.completed and self._complete(key)}
            keys = amended | completed | self._propose()
        self._withdraw()

    def _propose(self) -> set[Key]:
        """Make errata of what has come to light; the keys of their corrections."""
        if not self.hidden:
            return set()
        brought, self.hidden = self.hidden, []
        findings = [*self.first.findings, *(each.told for each, _ in brought)]
        self.first = replace(self.first, findings=findings)
        samples = _samples(self.first.held)
        keys = set()
        for erratum in self.tell(findings):
            own = tuple(own_findings(erratum, findings))
            found = [(each.found, shown) for each, shown in brought if each.told in own]
            known = self.own.get(erratum.id)
            if erratum.blame == "undecided" or not found or (known and known.erratum.places == erratum.places):
                continue
            made = corrections(erratum, own, samples, self.texts.lines)
            docs = min((each.docs for each, _ in found), key=labels.newest_first)
            self.own[erratum.id] = Proposal(
                erratum=erratum,
                own=own,
                corrections=made,
                # A mistake that was known already is shown where it was seen first.
                found=known.found if known else tuple(each for each, _ in found),
                shown=known.shown if known else next(shown for each, shown in found if each.docs == docs),
            )
            for correction in made:
                key = erratum.id, correction.docs
                if key in self.corrections:
                    self._leave(key)
                self.corrections[key] = correction
                if self._join(key, correction):
                    keys.add(key)
        return keys

    def look_up(self, scripts: Mapping[str, str | None]) -> None:
        """Have the scripts that only look something up say what they think of the corrections."""
        for held in self.first.held:
            version = held.docs.version
            asked: dict[str, str] = {}
            for name, docs in self.corrections.keys() - self.objections.keys():
                text = scripts[name]
                # A script is about the newest docs that have the mistake.
                if text is not None and docs == version == self._newest(name) and lookups.is_lookup(text):
                    asked[name] = text
            for name, status in lookups.corrected(asked, held.target.interpreter).items():
                if status != 0:
                    self.objections[name, version] = "the reproducer does not hold the corrected text for right"

    def _newest(self, name: str) -> str:
        return min((place.docs for place in self.own[name].erratum.places), key=labels.newest_first)

    def _amend(self, key: Key) -> bool:
        """Correct what was found instead, too; False when nobody knows how."""
        name, docs = key
        found, moved = self.instead.pop(key)
        erratum = self.own[name].erratum
        old = self.corrections[key]
        correction = awaited(erratum, old, found)
        if correction is not None:
            self._leave(key)
        elif found.suggestion is not None and found.blame != "undecided":
            lines = self.texts.lines(docs, found.place.file)
            places = [item for item in erratum.places if item.docs == docs and item.text == found.place.text]
            # Elsewhere only how something is written, or what the same experiment goes on to contradict: another value
            # than is shown speaks against the correction.
            if not places and (found.severity == "cosmetic" or found.rule == "contradicted-sentence"):
                places = list(moved.before(found.place, len(lines)))
            edits = [suggested(place, found.suggestion, lines) for place in places if place.file == found.place.file]
            edit = next(filter(None, edits), None) if len(places) == 1 else None
            correction = None if edit is None or edit in old.edits else replace(old, edits=(*old.edits, edit))
        if correction is None or not self._join(key, correction):
            return False
        self.corrections[key] = correction
        return True

    def _complete(self, key: Key) -> bool:
        """Correct what is shown below what was put in, too; False when somebody else corrects it."""
        old, correction = self.corrections[key], self.completed.pop(key)
        self._leave(key)
        if self._join(key, correction):
            self.corrections[key] = correction
            return True
        self.objections.pop(key)
        self._join(key, old)
        return False

    def _withdraw(self) -> None:
        """Propose nothing where a guess has turned out to be wrong."""
        for name in {name for name, _ in self.refuted}:
            proposal = self.own[name]
            message = MEANT.sub("", proposal.erratum.message)
            self.own[name] = replace(
                proposal,
                erratum=replace(proposal.erratum, suggestion=None, message=message),
                own=tuple(replace(each, suggestion=None, message=message) for each in proposal.own),
                corrections=(),
            )
            for key in [key for key in self.corrections if key[0] == name]:
                self._leave(key)
                del self.corrections[key]
                self.objections.pop(key, None)

    def _leave(self, key: Key) -> None:
        """Have a correction's own edits not made any more."""
        others = {edit for other, item in self.corrections.items() if other != key for edit in item.edits}
        for edit in self.corrections[key].edits:
            together = self._joint[key[1]][edit.file]
            if edit in together and edit not in others:
                together.remove(edit)

    def _corrected(self, folder: Path, keys: Collection[Key], progress: Progress) -> Iterator[_Corrected]:
        loaded = contexts.load()
        for number, held in enumerate(self.first.held):
            version = held.docs.version
            edits = [edit for key in keys if key[1] == version for edit in self.corrections[key].edits]
            if not edits:
                continue
            progress.stage("correcting the docs", number, len(self.first.held))
            copy = replace(held.docs, root=str(sources.copied(held.docs, folder / str(number))))
            joint = self._joint[version]
            for file, together in joint.items():
                text = diffs.edited(self.texts.text(version, file), together)
                (Path(copy.root) / file).write_bytes(text.encode())
            moved = proof.Moved(edit for together in joint.values() for edit in together)
            lines: dict[str, set[int]] = defaultdict(set)
            for edit in edits:
                lines[edit.file].update(moved.lines(edit))
            names = {page.name for page in held.pages if _files(page) & lines.keys()}
            pages = [page for page in extract.read(copy, sources.cache_dir()) if page.name in names]
            planned = plan.make(copy, pages, loaded, LANGUAGES)
            samples = [sample for page in pages for sample in page.samples]
            about = {sample.key for sample in samples if lines[sample.file] & set(sample.lines)}
            proofs = {
                claim.key for claim in planned.claims if lines[claim.file] & set(range(claim.line, claim.end_line + 1))
            }
            yield _Corrected(
                held=held,
                docs=copy,
                pages=planned.with_claims(pages),
                samples=samples,
                checks={check.sample: check for check in planned.checks},
                plans=[
                    cut
                    for each in planned.plans
                    if (cut := each if each.experiment in proofs else _up_to(each, about)).steps
                ],
                moved=moved,
                lines=lines,
            )

    def _run(self, plans: Sequence[Plan], number: int, progress: Progress) -> Sequence[Observation]:
        given = self.first.given
        if given is None or not plans:
            return ()
        versions = {item.docs for item in plans}
        out = given.out / FOLDER / str(number + 1)
        out.mkdir(parents=True, exist_ok=True)
        again = replace(
            given, plans=tuple(plans), out=out, targets=tuple(item for item in given.targets if item[0] in versions)
        )
        try:
            ran = live.run(again, progress)
        except MissingError as error:
            progress.note(f"corrections could not be run: {error}")
            return ()
        live.finish(out)
        return ran.observations

    def _judge(self, corrected: _Corrected, keys: Collection[Key], observations: Sequence[Observation]) -> None:
        held = corrected.held
        version = held.docs.version
        for side in self.first.sides:
            label = labels.label(held.target, side)
            seen = [item for item in observations if (item.docs, item.target) == (version, label)]
            judged = judge(
                corrected.docs,
                corrected.pages,
                held.target,
                label,
                facts.of(held.target, sources.cache_dir()),
                corrected.checks,
                seen,
                CHECKS.values(),
                wanted=corrected.concerns,
            )
            old = [item for item in self.first.observations if (item.docs, item.target) == (version, label)]
            before = proof.Told(
                findings=[item for item in self.first.findings if (item.docs, item.target) == (version, label)],
                samples=[sample for page in held.pages for sample in page.samples],
                observations=_by_sample(old),
            )
            after = proof.Told(findings=judged.findings, samples=corrected.samples, observations=_by_sample(seen))
            brought = self._brought_to_light(keys, label, before, after, corrected)
            before = replace(before, findings=[*before.findings, *(each.told for each in brought)])
            if brought:
                shown = corrected.shown(seen)
                self.hidden += [(each, shown) for each in brought]
            for key in keys:
                if key[1] == version:
                    self._prove(key, label, before, after, corrected)

    def _brought_to_light(
        self, keys: Collection[Key], label: str, before: proof.Told, after: proof.Told, corrected: _Corrected
    ) -> list[hidden.Hidden]:
        """What is found only now that other mistakes are corrected, where nothing speaks against these corrections."""
        version = corrected.held.docs.version
        found = [
            each
            for each in hidden.hidden(before, after, corrected.moved, lambda file: self.texts.lines(version, file))
            if not holds_result(each.found)
        ]
        kept: list[hidden.Hidden] = []
        for key, group in hidden.by_sample(found).items():
            sample = next(each for each in corrected.samples if each.key == key)
            with_them = replace(before, findings=[*before.findings, *(each.told for each in group)])
            behind = []
            for name, docs in sorted(keys):
                own = [item for item in self.own[name].own if (item.docs, item.target) == (version, label)]
                if docs != version or not own:
                    continue
                lines = proof.touched(self.own[name].erratum.places, self.corrections[name, docs], corrected.moved)
                if lines.get(sample.file, set()) & set(sample.lines):
                    behind.append((name, proof.objection(own, lines, with_them, after, corrected.moved)))
            if behind and not any(objection for _, objection in behind):
                names = [name for name, _ in behind]
                guessed = any(self.own[each].erratum.rule.startswith(GUESSED) for each in names)
                kept += [
                    replace(each, told=_behind(each.told, [self.own[name].erratum for name in names]))
                    for each in group
                    if not (guessed and each.found.rule.startswith("wrong-output"))
                ]
        return kept

    def _prove(self, key: Key, label: str, before: proof.Told, after: proof.Told, corrected: _Corrected) -> None:
        proposal = self.own[key[0]]
        own = [item for item in proposal.own if (item.docs, item.target) == (key[1], label)]
        if not own:
            return
        lines = proof.touched(proposal.erratum.places, self.corrections[key], corrected.moved)
        objection = proof.objection(own, lines, before, after, corrected.moved)
        if objection is None:
            if key not in self.instead:
                self.objections.pop(key, None)
            more = assigned.displayed(
                proposal.erratum,
                self.corrections[key],
                [each for steps in after.observations.values() for each in steps],
                partial(self.texts.lines, key[1]),
            )
            if more is not None:
                self.completed[key] = more
            return
        self.objections[key] = objection.reason
        if objection.instead is not None and _is_refuted(proposal.erratum, objection.instead):
            self.refuted.add(key)
        if objection.instead is not None:
            self.instead[key] = objection.instead, corrected.moved


@dataclass(frozen=True, kw_only=True, slots=True)
class _Corrected:
    """A release's docs with all corrections made, as far as they concern them."""

    held: Held
    docs: Docs
    pages: Sequence[Page]
    samples: Sequence[Sample]
    checks: Mapping[str, Check]
    plans: Sequence[Plan]
    moved: proof.Moved
    lines: Mapping[str, set[int]]  # that corrections have made, by file

    def shown(self, seen: Sequence[Observation]) -> reproducers.Shown:
        """What a script needs that shows what is found in the corrected docs."""
        texts = {
            file: (Path(self.docs.root) / file).read_text(encoding="utf-8").split("\n")
            for file in {sample.file for sample in self.samples}
        }
        return reproducers.Shown(
            held=[(self.docs, self.pages, self.checks)],
            plans=self.plans,
            observations=seen,
            lines=lambda docs, file: texts.get(file, []),
        )

    def concerns(self, claim: Claim) -> bool:
        """Whether a claim may say something about a correction: what it finds may stand some lines from it."""
        near = range(claim.line - AROUND, claim.end_line + AROUND + 1)
        return not self.lines.get(claim.file, set()).isdisjoint(near)


def _is_refuted(erratum: Erratum, found: Finding) -> bool:
    """Whether another output than is shown says that a guessed name was not meant; an import is no guess."""
    guess = erratum.rule.startswith(GUESSED) and erratum.suggestion is not None
    return guess and found.rule.startswith("wrong-output") and IMPORT.match(erratum.suggestion or "") is None


def _files(page: Page) -> set[str]:
    """The files that a page is made of, as far as they can be told."""
    return {page.file, *(sample.file for sample in page.samples), *(claim.file for claim in page.claims)}


def _up_to(given: Plan, samples: set[SampleKey]) -> Plan:
    """A plan up to the last step of some samples."""
    last = max((number for number, step in enumerate(given.steps, 1) if step.sample in samples), default=0)
    return replace(given, steps=given.steps[:last])


def _by_sample(observations: Sequence[Observation]) -> dict[str, list[Observation]]:
    found: dict[str, list[Observation]] = defaultdict(list)
    for item in observations:
        found[item.sample or item.plan].append(item)
    return found


def _behind(finding: Finding, others: Sequence[Erratum]) -> Finding:
    """A finding that says which errata hid it, and where the nearest of them stands."""
    above = [
        place.line
        for erratum in others
        for place in erratum.places
        if (place.docs, place.file) == (finding.docs, finding.place.file) and place.line < finding.place.line
    ]
    told = f" (hidden by the mistake in line {max(above)})" if above else ""
    return replace(
        finding,
        message=finding.message + told,
        evidence={**finding.evidence, "behind": [erratum.id for erratum in others]},
    )
