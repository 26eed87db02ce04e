"""Since which release the documented text is wrong: its script, run on older and older Celery.

First the newest patch of each minor, all of them; then, between the last on which the text is right and the first on
which it is wrong, the releases in between, halving.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from packaging.version import Version

from harness import releases, reproduction, targets
from harness.errors import HarnessError, MissingError, UsageError
from harness.labels import newest_place
from harness.model import Erratum
from harness.progress import Progress
from harness.releases import parse_version
from harness.repair import reproducers

Verdict = Literal["wrong", "right", "unknown"]
#: How a script ends.
VERDICTS: Mapping[int | None, Verdict] = {0: "right", 1: "wrong"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Trial:
    """The documented text on a release."""

    release: str
    verdict: Verdict
    said: str  # why nobody knows


@dataclass(frozen=True, kw_only=True, slots=True)
class Since:
    """What the trials tell, oldest release first."""

    trials: tuple[Trial, ...]
    first: str | None  # the first release on which the text is wrong; None when it is right on the newest
    right: str | None  # the last before it on which it is right; None: never right, on any that could be tried
    open: tuple[str, ...]  # releases between these two on which nobody knows

    @property
    def is_never_right(self) -> bool:
        return self.first is not None and self.right is None


Try = Callable[[Sequence[str]], Sequence[Trial]]


def of(erratum: Erratum, broker: str, progress: Progress) -> Since:
    """Since when an erratum's text is wrong.

    Raises MissingError when it has no script, UsageError when its docs are no release's.
    """
    if erratum.reproducer is None:
        raise MissingError(f"{erratum.id} has no script that could be run on other releases")
    newest = newest_place(erratum.places).docs
    try:
        parse_version(newest)
    except UsageError:
        raise UsageError(
            f"{erratum.id} is of the docs {newest}, which are no release's: there is no older one"
        ) from None
    if not reproducers.needs_celery(erratum.reproducer) and not reproducers.needs_sources(erratum.reproducer):
        progress.note("the script does not need Celery: its outcome is the same on every release")
    return search(
        newest,
        list(targets.listed().values()),
        releases.finals(),
        lambda versions: _tried(erratum, versions, broker, progress),
    )


def search(newest: str, listed: Sequence[str], finals: Sequence[str], run: Try) -> Since:
    """The first release up to `newest` from which on the text is wrong.

    `listed` are tried together; of `finals`, those between two of them one by one.
    """
    chosen = sorted({Version(item) for item in listed if Version(item) < Version(newest)} | {Version(newest)})
    trials = {Version(trial.release): trial for trial in run([str(item) for item in chosen])}
    if trials[chosen[-1]].verdict != "wrong":
        return _since(trials, None, None)
    bad, good = _edge(chosen, trials)
    if good is None:
        return _since(trials, bad, None)
    between = sorted(version for version in map(Version, finals) if good < version < bad and version not in trials)
    while between:
        middle = between[len(between) // 2]
        (trial,) = run([str(middle)])
        trials[middle] = trial
        if trial.verdict == "wrong":
            bad = middle
        elif trial.verdict == "right":
            good = middle
        between = [item for item in between if good < item < bad and item not in trials]
    return _since(trials, bad, good)


def _edge(chosen: Sequence[Version], trials: Mapping[Version, Trial]) -> tuple[Version, Version | None]:
    """The oldest release from which on none is right, and the one that is right before it."""
    bad = chosen[-1]
    for version in reversed(chosen):
        if trials[version].verdict == "right":
            return bad, version
        if trials[version].verdict == "wrong":
            bad = version
    return bad, None


def _since(trials: Mapping[Version, Trial], bad: Version | None, good: Version | None) -> Since:
    unknown = [
        trial.release
        for version, trial in sorted(trials.items())
        if bad is not None and trial.verdict == "unknown" and version < bad and (good is None or good < version)
    ]
    return Since(
        trials=tuple(trial for _, trial in sorted(trials.items())),
        first=None if bad is None else str(bad),
        right=None if good is None else str(good),
        open=tuple(unknown),
    )


def _tried(erratum: Erratum, versions: Sequence[str], broker: str, progress: Progress) -> list[Trial]:
    """The erratum's script on releases; one whose environment cannot be made is unknown."""
    made = {}
    trials = {}
    for version in versions:
        try:
            (made[version],) = targets.prepare([version], report=progress.note)
        except HarnessError as error:
            trials[version] = Trial(release=version, verdict="unknown", said=str(error))
    place = newest_place(erratum.places)
    copies = [replace(erratum, places=(replace(place, docs=version),)) for version in made]
    shown = reproduction.verify(
        copies,
        made,
        broker,
        report=lambda done, total: progress.stage(f"trying {', '.join(made)}", done, total),
    )
    for item in shown:
        version = item.erratum.places[0].docs
        verdict = VERDICTS.get(item.status, "unknown")
        last = (item.said.strip().splitlines() or [""])[-1]
        trials[version] = Trial(release=version, verdict=verdict, said=last if verdict == "unknown" else "")
    for version in versions:
        progress.note(f"{version}: {trials[version].verdict}")
    return [trials[version] for version in versions]
