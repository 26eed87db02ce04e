"""What `doc-harness samples` tells: every sample with its planned check, why, and what of the contexts is stale."""

from __future__ import annotations

import difflib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness import contexts, pipeline, plan, sources, wire
from harness.errors import MissingError, UsageError
from harness.model import Check, Claim, Sample
from harness.plan import reasons
from harness.plan.notes import Note, Use, file_of
from harness.plan.stale import Stale, stale
from harness.progress import Progress
from harness.registry.languages import LANGUAGES

#: Checks that run a sample, and those that understand it.
LIVE = frozenset({"compare", "run"})
SEMANTIC = LIVE | {"bind", "resolve", "keys"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A sample or claim, as the command lists it."""

    file: str
    line: int
    column: int
    kind: str
    check: str
    reason: str
    historical: bool
    json: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Samples counted by something, of how many."""

    title: str
    counts: Mapping[str, int]
    total: int


def samples(version: str, progress: Progress, *, claims: bool = False) -> list[Row]:
    """Every sample (and claim) of a release's docs with its planned check."""
    listed = _Listed(version, progress)
    rows = [_row(sample, listed.checks[sample.key]) for sample in listed.samples]
    return [*rows, *(_claim_row(claim) for page in listed.pages for claim in page.claims)] if claims else rows


def why(version: str, where: str, progress: Progress) -> dict[str, Any]:
    """How the sample at FILE:LINE came by its check."""
    listed = _Listed(version, progress)
    sample = at(where, listed.samples)
    check, note = listed.checks[sample.key], listed.notes[sample.key]
    match = note.match
    return {
        "file": sample.file,
        "line": sample.lines[0],
        "end_line": sample.lines[-1],
        "language": sample.language,
        "headings": sample.headings,
        "check": check.check,
        "means": reasons.CHECKS[check.check],
        "reason": check.reason,
        "not_stronger": reasons.why(check, note),
        "plan": check.plan,
        "steps": note.steps,
        "entry": match and {"file": file_of(match.page), "key": match.key, "likeness": round(match.likeness, 3)},
        "needs": [
            {"what": need.what, "name": need.name, "by": need.origin.by, "told": need.origin.told,
             "statement": need.origin.statement}
            for need in note.needs
        ],
    }  # fmt: skip


def told(explained: Mapping[str, Any]) -> str:
    """The same for people."""
    entry = explained["entry"]
    found = "none"
    if entry is not None:
        like = "" if entry["likeness"] == 1 else f", by likeness ({entry['likeness']:.2f})"
        found = f"{entry['file']}: {entry['key']}{like}"
    lines = [
        f"{explained['file']}:{explained['line']}-{explained['end_line']}: {explained['language']}",
        f"  below   {' > '.join(explained['headings'])}",
        f"  check   {explained['check']}: {explained['means']}",
        *([f"  reason  {explained['reason']}"] if explained["reason"] else []),
        *([f"  but     no stronger one: {explained['not_stronger']}"] if explained["not_stronger"] else []),
        f"  plan    {explained['plan'] or 'none'}" + (f", {explained['steps']} steps" if explained["plan"] else ""),
        f"  entry   {found}",
        "  needs" + ("" if explained["needs"] else "   nothing"),
    ]
    for need in explained["needs"]:
        statement = f": {need['statement']}" if need["statement"] else ""
        lines.append(f"    {need['what']} {need['name']}: {need['told']}{statement}")
    return "\n".join(lines)


def unneeded(versions: Iterable[str], progress: Progress) -> list[Stale]:
    """Keys of the contexts that none of these releases needs."""
    loaded = contexts.load()
    used: set[Use] = set()
    for version in versions:
        used |= _Listed(version, progress).planned.used
    return stale(loaded, used, contexts.worlds())


class _Listed:
    """A release's samples, planned."""

    def __init__(self, version: str, progress: Progress) -> None:
        docs = sources.release(version)
        self.pages = pipeline.read(docs, progress)
        self.planned = plan.make(docs, self.pages, contexts.load(), LANGUAGES)
        self.checks: dict[str, Check] = {check.sample: check for check in self.planned.checks}
        self.notes: dict[str, Note] = {note.sample: note for note in self.planned.notes}
        self.samples = [sample for page in self.pages for sample in page.samples]


def at(where: str, found: Sequence[Sample]) -> Sample:
    """The sample that stands at FILE:LINE; the file as the harness tells it, or without docs/ or its ending."""
    file, colon, number = where.rpartition(":")
    if not colon or not number.isdigit():
        raise UsageError(f"--why {where}: expected FILE:LINE, like docs/userguide/calling.rst:40")
    line = int(number)
    names = _names({sample.file for sample in found})
    known = file in names
    called = file if known else difflib.get_close_matches(file, names, n=1, cutoff=0.0)[0]
    own = [sample for sample in found if sample.file == names[called]]
    nearest = min(own, key=lambda sample: (_distance(sample, line), sample.lines[0]))
    if not known or _distance(nearest, line):
        raise UsageError(
            f"--why {where}: no sample stands {'there' if known else 'in ' + file}; the nearest: "
            f"{nearest.file}:{nearest.lines[0]} (to line {nearest.lines[-1]}), "
            f"which begins {nearest.code.lstrip().splitlines()[0]!r}"
        )
    return nearest


def _names(files: Iterable[str]) -> dict[str, str]:
    """What each file can be called, by what it is called: without docs/, its folders and its ending, too."""
    whole: dict[str, str] = {}
    last: dict[str, list[str]] = {}
    for file in sorted(files):
        for name in (file, file.removeprefix("docs/")):
            whole |= {name: file, name.removesuffix(".rst"): file}
        for name in (file.rpartition("/")[2], file.rpartition("/")[2].removesuffix(".rst")):
            last.setdefault(name, []).append(file)
    return {name: files[0] for name, files in last.items() if len(set(files)) == 1} | whole


def _distance(sample: Sample, line: int) -> int:
    """How many lines a sample is away."""
    return max(min(sample.lines) - line, line - max(sample.lines), 0)


# -- figures ------------------------------------------------------------------------------------------


def planned_figures(version: str, rows: Sequence[Row]) -> list[Group]:
    """What is planned for the samples that are not historical, in numbers."""
    shown = [row for row in rows if not row.historical]
    places = {
        "outside history/ and the changelog": len(shown),
        "in them, told about past releases": len(rows) - len(shown),
    }
    return [
        Group(title=f"samples of {version}", counts=places, total=len(rows)),
        *_levels("planned", [row.check for row in shown]),
        Group(title="by kind", counts=Counter(row.kind for row in shown), total=len(shown)),
        Group(title="by planned check", counts=Counter(row.check for row in shown), total=len(shown)),
        _by_reason("not stronger for a reason", [row.reason for row in shown]),
    ]


def run_figures(version: str, rows: Sequence[Row], folder: Path) -> list[Group]:
    """The same of a run's verdicts, on each target that the release's docs were held against."""
    path = folder / "samples.jsonl"
    if not path.is_file():
        raise MissingError(f"{folder}: there is no run here: no samples.jsonl")
    try:
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        own = [line for line in lines if line["docs"] == version]
    except (ValueError, LookupError, TypeError) as error:
        raise UsageError(f"{path}: not lines of samples: {error}") from None
    if not own:
        raise MissingError(f"{path}: nothing of {version}: {', '.join(sorted({line['docs'] for line in lines}))}")
    past = {(row.file, row.line) for row in rows if row.historical}
    groups = []
    for target in dict.fromkeys(line["target"] for line in own):
        shown = [line for line in own if line["target"] == target and (line["file"], line["line"]) not in past]
        groups += [
            *_levels(f"checked on {target}", [line["check"] for line in shown]),
            Group(title=f"verdicts on {target}", counts=Counter(line["verdict"] for line in shown), total=len(shown)),
            Group(title=f"checks made on {target}", counts=Counter(line["check"] for line in shown), total=len(shown)),
            _by_reason(
                f"not checked on {target}",
                [line["reason"] for line in shown if line["verdict"] == "not-checked"],
                total=len(shown),
            ),
        ]
    return groups


def _levels(title: str, checks: Sequence[str]) -> list[Group]:
    live, semantic = (sum(check in level for check in checks) for level in (LIVE, SEMANTIC))
    counts = {"live (compare, run)": live, "at least semantic (bind, resolve, keys)": semantic}
    return [Group(title=title, counts=counts, total=len(checks))]


def _by_reason(title: str, told: Sequence[str], total: int | None = None) -> Group:
    """Reasons by their type."""
    counts = Counter(reason.partition(":")[0] for reason in told if reason)
    return Group(title=title, counts=counts, total=len(told) if total is None else total)


# -- rows ---------------------------------------------------------------------------------------------


def _claim_row(claim: Claim) -> Row:
    return Row(
        file=claim.file,
        line=claim.line,
        column=claim.column,
        kind=claim.kind,
        check=claim.subject,
        reason="",
        historical=claim.historical,
        json=wire.dumps(claim),
    )


def _row(sample: Sample, check: Check) -> Row:
    return Row(
        file=sample.file,
        line=sample.lines[0],
        column=sample.columns[0],
        kind=sample.language,
        check=check.check,
        reason=check.reason,
        historical=sample.historical,
        json=json.dumps(
            {
                "file": sample.file,
                "line": sample.lines[0],
                "end_line": sample.lines[-1],
                "column": sample.columns[0],
                "language": sample.language,
                "form": sample.form,
                "headings": sample.headings,
                "lead": sample.lead,
                "caption": sample.caption,
                "output": sample.output,
                "scope": sample.scope,
                "historical": sample.historical,
                "check": check.check,
                "reason": check.reason,
                "plan": check.plan,
                "code": sample.code,
            },
            ensure_ascii=False,
        ),
    )
