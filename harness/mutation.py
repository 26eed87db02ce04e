"""Mutants made in a copy of the docs, round by round, and what the checks say of them there.

Only what a mutant touches is looked at again: the pages on which one stands, and of their plans those that have become
others.  What was observed of the rest is what the run over the docs as they are has observed.
"""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from harness import compare, contexts, extract, facts, labels, live, plan, recording, remembered, sources
from harness.corrections import First, Held
from harness.errors import UsageError
from harness.interfaces import Results
from harness.judge import judge
from harness.model import CALLED, Docs, Erratum, Finding, Observation, Outcome, Page, Plan
from harness.mutate import Material, Mutant, chosen, known, listed, possible, rounds, same, score
from harness.progress import Progress
from harness.registry.checks import CHECKS
from harness.registry.languages import LANGUAGES
from harness.registry.operators import OPERATORS

#: The folder of the rounds, in the run's.
FOLDER = "mutants"
#: Who is to blame for what is told.
TOLD = ("docs", "library", "undecided")
#: Directives that say in which module a page is.
MODULES = ("module", "currentmodule")


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """What became of the mutants, and what the checks said elsewhere that they had not said before."""

    scored: tuple[score.Scored, ...]
    elsewhere: tuple[Erratum, ...]
    possible: Mapping[str, int]  # operator → mutants that there could be
    rounds: int
    stale: tuple[listed.Listed, ...] = ()  # what is listed as no fault, and cannot be made of these pages


def run(
    results: Results, first: First, progress: Progress, *, number: int, seed: int, operators: Sequence[str]
) -> Score:
    """Seed as many mutants into the docs of a run, and count.  Raises UsageError for an operator that is not known."""
    if unknown := [name for name in operators if name not in OPERATORS]:
        raise UsageError(f"--operator {unknown[0]}: unknown (known: {', '.join(OPERATORS)})")
    wanted = {name: OPERATORS[name] for name in operators or OPERATORS}
    (held,) = first.held
    with tempfile.TemporaryDirectory(prefix=live.PREFIX + "docs-") as folder:
        seeded = _Seeded(results, first, held, Path(folder))
        able = seeded.right(possible(seeded.materials(), wanted))
        mutants = chosen(able, number, seed)
        made = rounds(mutants, seeded.together)
        scores: list[score.Scored] = []
        elsewhere: list[Erratum] = []
        for turn, mutants in enumerate(made):
            progress.note(f"round {turn + 1} of {len(made)}: {len(mutants)} mutants")
            said = seeded.round(mutants, turn, progress)
            scores += said.scored
            elsewhere += said.elsewhere
    return Score(
        scored=tuple(scores),
        elsewhere=tuple(elsewhere),
        possible={name: len(each) for name, each in able.items()},
        rounds=len(made),
        stale=seeded.stale(able, wanted),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Said:
    scored: Sequence[score.Scored]
    elsewhere: Sequence[Erratum]


class _Seeded:
    """The docs of a run, in copies of which mutants stand for a round."""

    def __init__(self, results: Results, first: First, held: Held, folder: Path) -> None:
        self.results, self.first, self.held = results, first, held
        self.root = Path(held.docs.root)
        self.folder = folder
        self.loaded = contexts.load()
        self.before = score.told((*results.errata, *results.undecided))
        self.done = same.done(first.observations)
        self.compared = same.compared(first.observations)
        self.verdicts = score.verdicts((*results.samples, *results.claims))
        self.checks = {item.key: item.check for item in (*results.samples, *results.claims)}
        self.plans = {item.key: item for item in first.plans if item.docs == held.docs.version}
        self.plans_of = _plans_of(held, self.plans.values())
        self.stretch: dict[str, range] = {}  # lines of each sample and claim
        for page in held.pages:
            self.stretch.update((item.key, range(item.lines[0], item.lines[-1] + 1)) for item in page.samples)
            self.stretch.update((item.key, range(item.line, item.end_line + 1)) for item in page.claims)
        self.beside = {key: names for page in held.pages for key, names in _beside(page).items()}
        self.lines = cache(self._lines)

    def _lines(self, file: str) -> list[str]:
        path = self.root / file
        return path.read_text(encoding="utf-8").split("\n") if path.is_file() else []

    def materials(self) -> Iterator[Material]:
        """What operators look at."""
        return known.materials(self.held.docs, self.held.pages, self.held.target, self.lines)

    def right(self, mutants: Mapping[str, Sequence[Mutant]]) -> dict[str, list[Mutant]]:
        """The mutants of what is right as it stands: of words that are told to be wrong already none is another one."""
        wrong = {(told[0], told[1]) for told in self.before}
        # What a stronger finding explains is told elsewhere, and is not right for that.
        wrong |= {(found.place.file, found.place.line) for found in self.first.findings if found.blame in TOLD}

        def is_right(each: Mutant) -> bool:
            if any((each.file, line) in wrong for line in (each.line, *each.shows)):
                return False
            return not (each.claim and self.verdicts.get(each.claim) == "fails")

        return {name: [each for each in able if is_right(each)] for name, able in mutants.items()}

    def stale(self, mutants: Mapping[str, Sequence[Mutant]], operators: Iterable[str]) -> tuple[listed.Listed, ...]:
        """What is listed for these operators and the pages that were read, and is meant by no mutant."""
        entries = [each for each in listed.load() if each.operator in set(operators)]
        every = itertools.chain.from_iterable(mutants.values())
        return tuple(
            listed.stale(
                entries,
                every,
                lambda each: (self._line(each), self._line(each, -1)),
                [page.name for page in self.held.pages],
            )
        )

    def _line(self, mutant: Mutant, further: int = 0) -> str:
        """Its line as the docs have it, or one that stands as many lines further down."""
        return self.lines(mutant.file)[mutant.line - 1 + further]

    def together(self, mutant: Mutant) -> list[str]:
        """Names of what would be confused by two mutants: the sample or claim, its plans, and what it is told of."""
        return [mutant.key, *(f"plan {plan}" for plan in self.plans_of[mutant.key]), *self.beside.get(mutant.key, ())]

    def round(self, mutants: Sequence[Mutant], number: int, progress: Progress) -> _Said:
        """Have the mutants stand in the docs, and hear what is said of them."""
        # A folder of its own: what is read of a tree is kept.
        copy = replace(self.held.docs, root=str(sources.copied(self.held.docs, self.folder / f"round-{number}")))
        for file in {mutant.file for mutant in mutants}:
            self._write(Path(copy.root) / file, file, [mutant for mutant in mutants if mutant.file == file])
        errata, observed = self._errata(copy, {mutant.page for mutant in mutants}, number, progress)
        done = same.done(observed)
        shutil.rmtree(copy.root)
        sure = [item for item in errata if item.blame in ("docs", "library")]
        unsure = [item for item in errata if item.blame == "undecided"]
        scores = [
            replace(
                score.scored(
                    mutant,
                    sure,
                    unsure,
                    self.before,
                    self._verdict(mutant),
                    self.stretch[mutant.key],
                    self._line(mutant),
                    self._equivalent(mutant, done),
                ),
                check=self.checks.get(mutant.key, "none"),
            )
            for mutant in mutants
        ]
        own = {(mutant.file, line) for mutant in mutants for line in self._touched(mutant)}
        elsewhere = [
            item
            for item in sure
            if not any(
                any((place.file, line) in own for line in range(place.line, place.end_line + 1))
                or score.told_at(item, place) in self.before
                for place in item.places
            )
        ]
        return _Said(scored=scores, elsewhere=elsewhere)

    def _verdict(self, mutant: Mutant) -> str:
        """What the place was told to be; "" where nothing looked at what the mutant changes."""
        verdict = self.verdicts.get(mutant.key, "")
        return verdict if verdict and self._is_looked_at(mutant) else ""

    def _is_looked_at(self, mutant: Mutant) -> bool:
        """Whether what a mutant changes was run and held against what the page shows, where it needs that."""
        if not mutant.compared:
            return True
        (lines,) = (each.lines for page in self.held.pages for each in page.samples if each.key == mutant.sample)
        return lines.index(mutant.line) in self.compared.get(mutant.key, ())

    def _equivalent(self, mutant: Mutant, done: Mapping[str, same.Done]) -> str:
        """Why a mutant is no fault; "" when it is one, as far as is known."""
        if mutant.by_run and self._is_looked_at(mutant) and same.same(self.plans_of[mutant.key], self.done, done):
            return "a run does the same"
        return listed.reason(mutant, self._line(mutant), listed.load(), self._line(mutant, -1))

    def _touched(self, mutant: Mutant) -> Iterator[int]:
        """Lines of which something else may be said because of a mutant: its own, and those of its plans."""
        yield mutant.line
        yield from self.stretch[mutant.key]
        for other, plans in self.plans_of.items():
            if plans & self.plans_of[mutant.key]:
                yield from self.stretch.get(other, ())

    def _write(self, path: Path, file: str, mutants: Sequence[Mutant]) -> None:
        lines = list(self.lines(file))
        for mutant in mutants:
            lines[mutant.line - 1] = mutant.made(lines[mutant.line - 1])
        path.write_text("\n".join(lines), encoding="utf-8")

    def _errata(
        self, copy: Docs, names: set[str], number: int, progress: Progress
    ) -> tuple[Sequence[Erratum], Sequence[Observation]]:
        """What is said of the pages of a copy, and what was observed for it."""
        pages = [page for page in extract.read(copy, sources.cache_dir()) if page.name in names]
        planned = plan.make(copy, pages, self.loaded, LANGUAGES)
        pages = planned.with_claims(pages)
        changed = [
            item
            for item in planned.plans
            if not item.key.startswith(recording.PREFIX) and self.plans.get(item.key) != item
        ]
        known = {item.key: made for item in changed if (made := self._seen(item))}
        unknown = [item for item in changed if item.key not in known]
        observations = [*itertools.chain.from_iterable(known.values()), *self._run(unknown, number, progress)]
        again = {item.key for item in changed}
        same = {item.key for item in planned.plans} - again
        kept = [item for item in self.first.observations if item.plan in same or item.plan.startswith(recording.PREFIX)]
        target = self.held.target
        findings: list[Finding] = []
        outcomes: list[Outcome] = []
        for side in self.first.sides:
            label = labels.label(target, side)
            judged = judge(
                copy,
                pages,
                target,
                label,
                facts.of(target, sources.cache_dir()),
                {check.sample: check for check in planned.checks},
                [item for item in (*kept, *observations) if item.target == label],
                CHECKS.values(),
            )
            findings += judged.findings
            outcomes += (*judged.samples, *judged.claims)
        errata = compare.errata(
            findings,
            docs=[copy],
            targets=[target],
            labels=[labels.label(target, side) for side in self.first.sides],
            pages={copy.version: pages},
            outcomes=outcomes,
        )
        return errata, observations

    def _seen(self, item: Plan) -> Sequence[Observation]:
        """What was observed of a plan in which nothing is others but what the page shows: a run does not look at it."""
        former = self.plans.get(item.key)
        if former is None or _done_by(former) != _done_by(item):
            return ()
        made: list[Observation] = []
        for side in self.first.sides:
            label = labels.label(self.held.target, side)
            seen = [each for each in self.first.observations if (each.plan, each.target) == (item.key, label)]
            if len(seen) != len(item.steps):
                return ()
            made += remembered.told_of(item, label, sorted(seen, key=lambda each: each.step))
        return made

    def _run(self, plans: Sequence[Plan], number: int, progress: Progress) -> Sequence[Observation]:
        given = self.first.given
        if given is None or not plans:
            return ()
        out = given.out / FOLDER / str(number + 1)
        out.mkdir(parents=True, exist_ok=True)
        observed = live.run(replace(given, plans=tuple(plans), out=out), progress).observations
        shutil.rmtree(out)
        return observed


def _done_by(item: Plan) -> Plan:
    """A plan without what only says what it is held against: a sample's key changes with its words."""
    return replace(item, steps=tuple(replace(step, sample=None, shown=None) for step in item.steps))


def _plans_of(held: Held, plans: Iterable[Plan]) -> Mapping[str, set[str]]:
    """The plans in which each sample is a step or stands in a file, and the plan of each experiment's claim."""
    found: dict[str, set[str]] = defaultdict(set)
    pages = {page.name: page for page in held.pages}
    for item in plans:
        if item.experiment:
            found[item.experiment].add(item.key)
        for step in item.steps:
            if step.sample is not None:
                found[step.sample.removesuffix(CALLED)].add(item.key)
        texts = [*item.files.values(), *item.heads.values()]
        for sample in pages[item.page].samples if item.page in pages else ():
            if any(sample.code in text for text in texts):
                found[sample.key].add(item.key)
    return found


def _beside(page: Page) -> Mapping[str, Sequence[str]]:
    """Names of what each claim of a page is told of: its section, or what its docstring is of.

    What says in which module the page is is about all of it.
    """
    found: dict[str, Sequence[str]] = {}
    for claim in page.claims:
        if claim.fields.get("objtype") in MODULES or claim.fields.get("directive") == "automodule":
            found[claim.key] = [*(each.key for each in page.claims), *(each.key for each in page.samples)]
        else:
            # What is declared stands above the title of what is said of it.
            titles = {claim.subject, *(title.strip("`") for title in claim.headings[-1:])}
            found[claim.key] = [f"of {page.name} {claim.headings} {claim.scope}", *(f"about {each}" for each in titles)]
    return found
