"""Whether a correction is one: what was found is gone where it was made, nothing new is found there, and it ran."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from harness.model import Finding, Observation, Place, Sample
from harness.repair.edit import Edit
from harness.repair.edits import Correction


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is known of one release's docs on one target, before or after they were corrected."""

    findings: Sequence[Finding]
    samples: Sequence[Sample]
    observations: Mapping[str, Sequence[Observation]]  # by sample

    @cached_property
    def _known(self) -> frozenset[tuple[str, str, str]]:
        return frozenset(
            (item.place.file, item.rule, word) for item in self.findings for word in (item.subject, item.observed)
        )

    def knows(self, finding: Finding) -> bool:
        """Whether such a thing was found in that file, wherever it stood."""
        words = (finding.subject, finding.observed)
        return not self._known.isdisjoint((finding.place.file, finding.rule, word) for word in words)

    def knows_subject(self, finding: Finding) -> bool:
        """Whether something was found in that file about the same."""
        return (finding.place.file, finding.rule, finding.subject) in self._known


@dataclass(frozen=True, kw_only=True, slots=True)
class Objection:
    """Why a correction is not verified on a target; `instead` is what is found in the corrected docs, if that is it."""

    reason: str
    instead: Finding | None = None


class Moved:
    """Where lines of the docs stand once they are corrected."""

    def __init__(self, edits: Iterable[Edit]) -> None:
        self._edits: dict[str, list[Edit]] = {}  # by file, from above
        for edit in sorted(set(edits), key=lambda item: (item.file, item.line, item.column)):
            self._edits.setdefault(edit.file, []).append(edit)
        # Asked for each finding of each correction.
        self.line = cache(self._line)
        self.lines = cache(self._lines)

    def _line(self, file: str, line: int) -> int:
        """The line at which an old one stands now; of those that were made anew, the one at its height, or the last."""
        edits = self._edits.get(file, [])
        made = [edit for edit in edits if edit.line <= line <= edit.end_line and edit.old]
        for edit in made:
            if "\n" in edit.old:
                return min(self.lines(edit)[0] + line - edit.line, self.lines(edit)[-1])
        return line + sum(_grown(edit) for edit in edits if _is_before(edit, line))

    def _lines(self, edit: Edit) -> range:
        """The lines that an edit has made."""
        first = edit.line + sum(
            _grown(other)
            for other in self._edits.get(edit.file, [])
            if (other.line, other.column) < (edit.line, edit.column)
        )
        return range(first, first + edit.new.count("\n") + (not edit.new.endswith("\n")))

    def before(self, place: Place, count: int) -> Iterator[Place]:
        """Where a place of the corrected docs may have stood, in a file of so many lines, if no edit has made it."""
        for line in range(1, count + 1):
            if self.line(place.file, line) == place.line:
                yield replace(place, line=line, end_line=line + place.end_line - place.line)

    def is_edited(self, file: str, line: int) -> bool:
        """Whether an edit has changed words of an old line."""
        return any(edit.old and edit.line <= line <= edit.end_line for edit in self._edits.get(file, []))

    def by_others(self, file: str, line: int, own: Mapping[str, set[int]]) -> bool:
        """Whether a line is one that other edits have made, or that stands behind what they have put in to print it."""
        for edit in self._edits.get(file, []):
            here = set(self.lines(edit))
            if edit.new.endswith("\n") and not edit.old:
                here = {*here, max(here) + 1}
            if line in here and not set(self.lines(edit)) <= own.get(file, set()):
                return True
        return False


def _grown(edit: Edit) -> int:
    return edit.new.count("\n") - edit.old.count("\n")


def _is_before(edit: Edit, line: int) -> bool:
    """Whether an edit moves a line: what is put in before it does, as does what ends above it."""
    return edit.end_line < line or (edit.line == line and not edit.old and edit.new.endswith("\n"))


def touched(places: Iterable[Place], correction: Correction, moved: Moved) -> dict[str, set[int]]:
    """Lines of the corrected docs, by file, that a correction is about."""
    found: dict[str, set[int]] = {}
    for place in places:
        if place.docs == correction.docs:
            here = range(moved.line(place.file, place.line), moved.line(place.file, place.end_line) + 1)
            found.setdefault(place.file, set()).update(here)
    for edit in correction.edits:
        found.setdefault(edit.file, set()).update(moved.lines(edit))
    return found


def objection(
    own: Sequence[Finding], lines: Mapping[str, set[int]], before: Told, after: Told, moved: Moved
) -> Objection | None:
    """Why a correction is not verified on a target, None when it is.

    `own` are the findings that it is to do away with, `lines` those of the corrected docs that it is about.
    """
    keys = {(finding.rule, finding.subject) for finding in own}
    about = [sample for sample in after.samples if _meets(sample, lines)]
    in_samples = {sample.key for sample in about}
    proofs = {finding.claim_key for finding in own if finding.rule == "contradicted-sentence"}
    for finding in after.findings:
        if finding.blame in ("harness", "environment"):
            continue
        place = finding.place
        here = bool(lines.get(place.file, set()) & set(range(place.line, place.end_line + 1)))
        if here and (finding.rule, finding.subject) in keys:
            return Objection(reason=f"{finding.rule} is still found")
        if not here and finding.rule == "contradicted-sentence" and finding.claim_key in proofs:
            return Objection(reason=f"the experiment contradicts another part: {finding.message}", instead=finding)
        in_sample = finding.sample in in_samples and finding.blame != "undecided"
        if before.knows(finding) or not (here or in_sample):
            continue
        # What another correction has made there speaks against that one.
        if here or not moved.by_others(place.file, place.line, lines):
            reason = f"{finding.rule} is found instead: {finding.message}"
            # What comes to light elsewhere in the sample is in the way, unless it can be corrected as well.
            return Objection(reason=reason, instead=finding if here or finding.suggestion is not None else None)
    others = {
        (item.place.file, line)
        for item in after.findings
        for line in range(item.place.line, item.place.end_line + 1)
        if (item.rule, item.subject) not in keys and before.knows_subject(item)
    }
    reason = _lost(own, before, after, moved) or _not_run(own, lines, before, after, moved, others)
    return Objection(reason=reason) if reason else None


def _lost(own: Sequence[Finding], before: Told, after: Told, moved: Moved) -> str:
    """Why the samples are not what they were but for the correction: one that is cut in two proves nothing."""
    for key in {finding.sample for finding in own if finding.sample is not None}:
        for old in (sample for sample in before.samples if sample.key == key):
            ends = {moved.line(old.file, old.lines[0]), moved.line(old.file, old.lines[-1])}
            same = (sample for sample in after.samples if sample.file == old.file and ends <= set(sample.lines))
            if not any(sample.language == old.language for sample in same):
                return "the sample is not read as one any more"
    return ""


def _not_run(
    own: Sequence[Finding],
    lines: Mapping[str, set[int]],
    before: Told,
    after: Told,
    moved: Moved,
    others: set[tuple[str, int]],
) -> str:
    """Why the corrected lines do not count as run; "" when they were, or were not run as they stood before either."""
    proofs = {finding.claim_key for finding in own if finding.rule == "contradicted-sentence"}
    if proofs:
        made = all(_is_made(key or "", after) for key in proofs)
        return "" if made else "the experiment was not made with the corrected sentence"
    ran = {(sample.file, moved.line(sample.file, line)) for sample, seen in _observed(before)
           for line in _lines_of(sample, seen)}  # fmt: skip
    wanted = {(file, line) for file, numbers in lines.items() for line in numbers} & ran
    live = any("source" in finding.evidence or "traceback" in finding.evidence for finding in own)
    if not wanted and not live:
        return ""
    reached = set()
    for sample, seen in _observed(after):
        here = {(sample.file, line) for line in _lines_of(sample, seen)}
        if not here & wanted:
            continue
        good = seen.status == "done" or (seen.status == "raised" and seen.shown is not None) or seen.code == 0
        if not good and here & others:  # another mistake, that is told: what stands above it was run
            first = min(line for _, line in here & others)
            reached |= {(file, line) for file, line in here & wanted if line < first}
            continue
        if not good:
            return f"the corrected sample ends with {seen.status}"
        reached |= here & wanted
    return "" if wanted and reached else "the corrected sample was not run"


def _is_made(experiment: str, told: Told) -> bool:
    """Whether an experiment, by its claim's key, came to its end."""
    page, _, name = experiment.partition(":experiment:")
    return any(
        key.startswith(f"{page}:{name}:") and all(item.status == "done" for item in seen)
        for key, seen in told.observations.items()
    )


def _observed(told: Told) -> Iterator[tuple[Sample, Observation]]:
    for sample in told.samples:
        for observation in told.observations.get(sample.key, ()):
            if observation.status not in ("fault", "skipped"):
                yield sample, observation


def _lines_of(sample: Sample, observation: Observation) -> list[int]:
    """The lines that a step was made of, and those that show what it prints."""
    count = len(observation.source.split("\n"))
    if observation.shown is not None:
        count += len(observation.shown.split("\n"))
    return list(sample.lines[observation.first : observation.first + count])


def _meets(sample: Sample, lines: Mapping[str, set[int]]) -> bool:
    return bool(lines.get(sample.file, set()) & set(sample.lines))
