"""The banner that a page shows a worker to greet with, against the one that it greets with.

    - ** ---------- [config]
    - ** ---------- .> app:         proj:0x7f…
    - *** --- * --- .> concurrency: 2 (prefork)

Only what Celery itself writes is compared: headings, and the names of what stands below the first of them.  Values are
the machine's, queues and tasks the reader's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from harness.checks import _found
from harness.checks._shown import origins, places
from harness.interfaces import Case
from harness.model import CheckName, Finding, Observation

name = "banner"

rules: Mapping[str, str] = {"outdated-repr": "a worker's banner in a form that has gone"}

level: CheckName = "compare"
sees = frozenset({"sample"})

#: The drawing at the left of the banner's lines.
ART = re.compile(r"\s*(?:-[- ]*\*[* -]*|-{5,})(?=\s|$)")
HEADING = re.compile(r"\[(?P<name>[A-Za-z ]+)\]\s*$")
ENTRY = re.compile(r"\.>?\s*(?P<name>[A-Za-z][A-Za-z ]*):")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Banner:
    """What Celery itself writes into a banner, by the index of its line."""

    headings: Mapping[int, str]
    entries: Mapping[int, str]  # of the first heading


def find(case: Case) -> Iterable[Finding]:
    """A finding about the banner below a worker's command line."""
    sample = case.sample
    if sample is None or sample.historical or origins.told(case, sample):
        return
    for observation in case.observations:
        found = _both(observation)
        shown = places.locate(case, sample, observation, observation.shown or "") if found else None
        if found is None or shown is None:
            continue
        claimed, real = found
        gone = {
            index: text
            for part, there in ((claimed.headings, real.headings), (claimed.entries, real.entries))
            for index, text in part.items()
            if text not in there.values()
        }
        if not gone:
            continue
        lines = sorted(gone)
        wrong = ", ".join(gone[index] for index in lines)
        right = ", ".join([*real.headings.values(), *real.entries.values()])
        yield _found.finding(
            case,
            places.of_lines(case, shown, lines[0], lines[-1]),
            rule="outdated-repr",
            severity="cosmetic",
            subject=f"banner:{wrong}",
            claim=shown.text,
            observed=f"the banner has {right}",
            message=f"shows {wrong} in the worker's banner, which has {right}",
            evidence={
                "source": observation.source,
                "compared": "headings, and names below the first of them",
                "let_through": [{"at": "", "kind": "the worker's own", "shown": "values, queues, log lines"}],
            },
        )


def covers(case: Case) -> bool:
    """Whether a worker was started whose banner the page shows."""
    return any(_both(observation) is not None for observation in case.observations)


def _both(observation: Observation) -> tuple[_Banner, _Banner] | None:
    """The shown banner and the real one, where there are both."""
    shown, real = _read(observation.shown or ""), _read(observation.output)
    return (shown, real) if shown.headings and real.headings and real.entries else None


def _read(text: str) -> _Banner:
    headings: dict[int, str] = {}
    entries: dict[int, str] = {}
    for index, line in enumerate(text.strip("\n").split("\n")):
        art = ART.match(line)
        if art is None:
            continue
        rest = line[art.end() :].strip()
        if heading := HEADING.match(rest):
            headings[index] = f"[{heading['name']}]"
        elif (entry := ENTRY.match(rest)) and len(headings) == 1:
            entries[index] = f"{entry['name'].strip()}:"
    return _Banner(headings=headings, entries=entries)
