"""The stages in a row: what `doc-harness check` does.  Between any two of them lies a file in the run's folder."""

from __future__ import annotations

import contextlib
import fnmatch
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from harness import (
    baseline,
    caches,
    compare,
    contexts,
    corrections,
    extract,
    facts,
    labels,
    live,
    plan,
    reread,
    sources,
    targets,
    unchanged,
    undocumented,
    wire,
)
from harness.baseline_file import Baseline
from harness.errors import MissingError, NoPageError, NothingCheckedError, UsageError
from harness.interfaces import Results
from harness.judge import Judgement, judge
from harness.model import Check, Claim, Docs, Finding, Observation, Page, Plan, Target
from harness.progress import Progress
from harness.registry.checks import CHECKS
from harness.registry.languages import LANGUAGES
from harness.registry.reports import REPORTS
from harness.run import uncontained

#: This program.
CODE = Path(__file__).parent


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What the user asks for."""

    versions: tuple[str, ...]
    checkout: Path | None = None
    celery: str | None = None
    brokers: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    static: bool = False
    runners: int | None = None
    out: Path | None = None
    adopted: tuple[str, ...] = ()
    known: Baseline | None = None  # the errata that do not count
    repair: bool = True  # make the corrections in a copy of the docs, and check it
    remembers: bool = False  # samples that were run before in the same circumstances are not run again
    observed: tuple[Path, ...] = ()  # folders of shares of this request


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """Docs and the target that they are held against."""

    docs: Docs
    target: Target
    pages: tuple[Page, ...]
    checks: Mapping[str, Check]


def check(request: Request, progress: Progress) -> Results:
    """Check docs and write the reports; the results."""
    started = time.monotonic()
    with _prepared(request, progress) as (bench, out):
        state = _state(request, bench) if request.remembers else ""
        if state and unchanged.is_marked(out, state, bench.services):
            known = {item.version: item for item in bench.docs}
            results = reread.results(out, lambda version, _: known[version])
            progress.note(f"nothing has changed since {out}/ was written")
            return replace(_against(request, bench, results), seconds=time.monotonic() - started)
        unchanged.forget(out)
        results, first = _first(request, bench, out, progress)
        results = corrections.correct(results, first, progress, verify=request.repair)
        results = _against(request, bench, results)
        for report in REPORTS.values():
            if report.filename is not None:
                (out / report.filename).write_text(report.render(results), encoding="utf-8")
        live.finish(out)
        if state and first.settled:
            unchanged.leave(out, state, first.missing)
        progress.note(f"reports in {out}/")
        return replace(results, seconds=time.monotonic() - started)


def _against(request: Request, bench: Bench, results: Results) -> Results:
    """The results, held against the errata that do not count."""
    if request.known is None:
        return results
    seen = baseline.Seen(errata=results.errata, sides=frozenset(bench.sides), files=frozenset(results.pages))
    return replace(results, against=baseline.compare(request.known, seen))


def _state(request: Request, bench: Bench) -> str:
    """A digest of all that decides what this check finds, but for the errata that do not count."""
    asked = [request.pages, request.static, request.repair, request.checkout is not None]
    docs = [(item.version, item.root, item.sha256) for item in bench.docs]
    found = [(item.name, item.digest) for item in bench.targets]
    urls = sorted({**bench.brokers, **bench.services}.items())
    held = "" if request.static else uncontained()
    return unchanged.state([asked, docs, found, list(bench.brokers), urls, held], [CODE, contexts.root()])


def share(request: Request, number: int, count: int, progress: Progress) -> Path:
    """Run one of some shares of the plans, and judge nothing; the folder that `Request.observed` takes."""
    with _prepared(request, progress) as (bench, out):
        entries, plans = _plan(bench.docs, bench.targets, request, progress)
        given = _round(request, bench, out, entries, plans, not uncontained())
        live.run(replace(given, share=(number, count)), progress)
        live.finish(out)
    return out


@contextlib.contextmanager
def first(request: Request, progress: Progress) -> Iterator[tuple[Results, corrections.First]]:
    """Check docs, to go on from what the checks have said; the run's folder is nobody else's meanwhile."""
    with _prepared(request, progress) as (bench, out):
        yield _first(request, bench, out, progress)
        live.finish(out)


@contextlib.contextmanager
def _prepared(request: Request, progress: Progress) -> Iterator[tuple[Bench, Path]]:
    """What is held against what, and the run's folder, for us alone."""
    brokers = {} if request.static else live.brokers_of(request.brokers)
    services = live.services_of(request.services)
    docs = _docs(request, progress)
    found = _targets(request, docs, progress)
    out = request.out or Path("reports") / "+".join(item.version for item in docs)
    out.mkdir(parents=True, exist_ok=True)
    try:
        with caches.exclusive(out / "run").acquire(timeout=0):
            yield Bench(docs, found, brokers, services), out
    except caches.Busy:
        raise MissingError(f"another check writes to {out}/: wait for it, or give another folder with --out") from None


@dataclass(frozen=True, slots=True)
class Bench:
    """What is held against what."""

    docs: Sequence[Docs]
    targets: Sequence[Target]
    brokers: Mapping[str, str | None]  # empty: nothing is run
    services: Mapping[str, str]

    @property
    def sides(self) -> tuple[str, ...]:
        """What a target's labels end with."""
        return tuple(self.brokers) or ("static",)


def _first(request: Request, bench: Bench, out: Path, progress: Progress) -> tuple[Results, corrections.First]:
    """What the checks say of the docs as they are."""
    entries, plans = _plan(bench.docs, bench.targets, request, progress)
    wire.write_lines(out / "pages.jsonl", (page for entry in entries for page in entry.pages))
    observations: tuple[Observation, ...] = ()
    missing: frozenset[str] = frozenset()
    containment = ""
    given: live.Round | None = None
    if bench.brokers:
        why = uncontained()
        containment = f"limits ({why})" if why else "namespaces"
        given = _round(request, bench, out, entries, plans, not why)
        ran = live.run(given, progress)
        observations, missing = ran.observations, frozenset(ran.unserved.values())
        entries = [_served(entry, ran.unserved) for entry in entries]
    judgements = list(_judge(entries, observations, bench.sides, progress))
    findings = [item for judgement in judgements for item in judgement.findings]
    wire.write_lines(out / "findings.jsonl", findings)
    results = replace(
        _results(entries, judgements, bench.sides),
        containment=containment,
        pages=tuple(sorted({page.file for entry in entries for page in entry.pages})) if request.pages else (),
        # What a few pages leave out, others may tell.
        undocumented=() if request.pages else tuple(_undocumented(entries)),
    )
    return results, corrections.First(
        held=entries, plans=plans, findings=findings, observations=observations, sides=bench.sides, given=given,
        missing=missing,
    )  # fmt: skip


def _round(
    request: Request, bench: Bench, out: Path, entries: Sequence[Entry], plans: Sequence[Plan], contained: bool
) -> live.Round:
    return live.Round(
        plans=tuple(plans),
        targets=tuple((entry.docs.version, entry.docs.sha256, entry.target) for entry in entries),
        brokers=bench.brokers,
        services=bench.services,
        runners=request.runners,
        contained=contained,
        out=out,
        remembers=request.remembers,
        observed=request.observed,
    )


def _served(entry: Entry, unserved: Mapping[tuple[str, str], str]) -> Entry:
    """The entry, its samples and experiments that could not be run for want of a service saying so."""
    lost = {plan: service for (docs, plan), service in unserved.items() if docs == entry.docs.version}
    if not lost:
        return entry
    checks = {
        key: replace(check, reason=f"needs-service: {lost[check.plan]}") if check.plan in lost else check
        for key, check in entry.checks.items()
    }
    pages = tuple(replace(page, claims=tuple(_lacking(claim, lost) for claim in page.claims)) for page in entry.pages)
    return replace(entry, checks=checks, pages=pages)


def _lacking(claim: Claim, lost: Mapping[str, str]) -> Claim:
    """The claim, with the service that its experiment could not be made for."""
    service = lost.get(claim.fields.get("plan", "")) if claim.kind == "experiment" else None
    return replace(claim, fields={**claim.fields, "unserved": service}) if service else claim


def _docs(request: Request, progress: Progress) -> list[Docs]:
    if request.checkout is not None:
        if request.versions:
            raise UsageError("give either releases or --docs DIR, not both")
        return [sources.checkout(request.checkout)]
    found = []
    versions = list(dict.fromkeys(request.versions)) or [sources.newest()]
    for number, version in enumerate(versions):
        progress.stage("docs", number, len(versions))
        found.append(sources.release(version))
    progress.stage("docs", len(versions), len(versions))
    return found


def _targets(request: Request, docs: Sequence[Docs], progress: Progress) -> list[Target]:
    """A target for each of the docs, in their order."""
    adopted = {}
    for text in request.adopted:
        name, equals, python = text.partition("=")
        if not equals:
            raise UsageError(f"--target-python {text}: expected NAME=PYTHON")
        adopted[name] = targets.adopt(name, Path(python))
    if request.checkout is not None and request.celery is None and len(adopted) == 1:
        return list(adopted.values())
    by_version = {target.celery: target for target in adopted.values()}
    wanted = [request.celery or _celery_of(item, request) for item in docs]
    for name, target in adopted.items():
        if target.celery not in wanted:
            raise UsageError(f"--target-python {name}: its Celery is {target.celery}; wanted: {', '.join(wanted)}")
    missing = [item for item in dict.fromkeys(wanted) if item not in by_version]
    progress.stage("targets", 0, len(wanted))
    made = dict(zip(missing, targets.prepare(missing, report=progress.note), strict=True)) if missing else {}
    progress.stage("targets", len(wanted), len(wanted))
    return [by_version.get(item) or made[item] for item in wanted]


def _celery_of(docs: Docs, request: Request) -> str:
    """What a release's docs are held against: that release; a checkout's: the Celery of the checkout."""
    return docs.version if request.checkout is None else docs.root


def read(docs: Docs, progress: Progress) -> tuple[Page, ...]:
    """The pages of the docs."""

    def report(what: str, done: int, total: int) -> None:
        progress.stage(f"reading {docs.version}", done, total)

    return extract.read(docs, sources.cache_dir(), report=report)


def _plan(
    docs: Sequence[Docs], found: Sequence[Target], request: Request, progress: Progress
) -> tuple[list[Entry], list[Plan]]:
    entries: list[Entry] = []
    plans: list[Plan] = []
    loaded = contexts.load()
    for item, target in zip(docs, found, strict=True):
        pages = [page for page in read(item, progress) if _wanted(page, request.pages)]
        if not pages:
            raise NoPageError(f"no page of the {item.version} docs matches {', '.join(request.pages)}")
        planned = plan.make(item, pages, loaded, LANGUAGES)
        plans.extend(planned.plans)
        pages = planned.with_claims(pages)
        entries.append(
            Entry(
                docs=item, target=target, pages=tuple(pages), checks={check.sample: check for check in planned.checks}
            )
        )
    return entries, plans


def _wanted(page: Page, globs: Sequence[str]) -> bool:
    names = (page.name, page.file, page.name.rpartition("/")[2])
    return not globs or any(fnmatch.fnmatch(name, glob) for glob in globs for name in names)


# -- judging ------------------------------------------------------------------------------------------


def _judge(
    entries: Sequence[Entry], observations: Sequence[Observation], sides: Sequence[str], progress: Progress
) -> Iterator[Judgement]:
    turns = [(entry, side) for entry in entries for side in sides]
    for number, (entry, side) in enumerate(turns):
        progress.stage("judging", number, len(turns))
        label = labels.label(entry.target, side)
        yield judge(
            entry.docs,
            entry.pages,
            entry.target,
            label,
            facts.of(entry.target, sources.cache_dir()),
            entry.checks,
            [item for item in observations if item.docs == entry.docs.version and item.target == label],
            CHECKS.values(),
        )
    progress.stage("judging", len(turns), len(turns))


def _undocumented(entries: Sequence[Entry]) -> Iterator[Mapping[str, str]]:
    """What the releases take and their docs leave out."""
    for entry in entries:
        known = facts.of(entry.target, sources.cache_dir())
        yield from undocumented.find(entry.docs, entry.target.name, entry.pages, known)


def _results(entries: Sequence[Entry], judgements: Sequence[Judgement], sides: Sequence[str]) -> Results:
    findings: list[Finding] = [finding for judgement in judgements for finding in judgement.findings]
    held = tuple(labels.label(entry.target, side) for entry in entries for side in sides)
    samples = tuple(outcome for judgement in judgements for outcome in judgement.samples)
    claims = tuple(outcome for judgement in judgements for outcome in judgement.claims)
    found = compare.errata(
        findings,
        docs=[entry.docs for entry in entries],
        targets=[entry.target for entry in entries],
        labels=held,
        pages={entry.docs.version: entry.pages for entry in entries},
        outcomes=(*samples, *claims),
    )
    if not any(outcome.verdict in ("holds", "fails", "undecided") for outcome in (*samples, *claims)):
        raise NothingCheckedError("nothing was checked: none of these pages holds a sample or claim that can be")
    return Results(
        docs=tuple(entry.docs for entry in entries),
        targets=tuple(entry.target for entry in entries),
        labels=held,
        errata=tuple(item for item in found if item.blame in ("docs", "library")),
        undecided=tuple(item for item in found if item.blame == "undecided"),
        faults=(*(fault for judgement in judgements for fault in judgement.faults), *compare.faults(findings)),
        samples=samples,
        claims=claims,
        seconds=0.0,
    )
