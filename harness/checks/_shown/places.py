"""Where a step's shown output stands in the docs."""

from __future__ import annotations

from dataclasses import dataclass

from harness.checks import _excuses
from harness.interfaces import Case
from harness.model import Observation, Place, Sample


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """Where a step's shown output stands."""

    sample: Sample
    index: int  # of its first line in the sample
    text: str


def locate(case: Case, sample: Sample, observation: Observation, text: str) -> Shown | None:
    """Where the shown text stands: below the step in its sample, or in the block of output that belongs to it."""
    first = text.strip("\n").split("\n")[0]
    start = observation.first + observation.source.count("\n") + 1
    lines = sample.code.split("\n")
    for index in range(min(start, len(lines)), len(lines)):
        if lines[index] == first:
            return Shown(sample=sample, index=index, text=text.strip("\n"))
    block = (case.samples or {}).get(sample.output or "")
    if block is not None:
        for index, line in enumerate(block.code.split("\n")):
            if line == first:
                return Shown(sample=block, index=index, text=text.strip("\n"))
    return None


def of_step(case: Case, sample: Sample, observation: Observation) -> Place:
    """The place of the line of a step that raised."""
    index = _excuses.index_of(sample, observation)
    line = sample.code.split("\n")[index]
    text = line.removeprefix(">>> ").removeprefix("... ").strip()
    return Place(
        docs=case.docs.version,
        file=sample.file,
        line=sample.lines[index],
        column=sample.columns[index] + line.index(text),
        end_line=sample.lines[index],
        text=text,
    )


def span(text: str) -> tuple[int, int]:
    """The text without white space around it."""
    return len(text) - len(text.lstrip()), len(text.rstrip())


def of_span(case: Case, shown: Shown, start: int, end: int) -> Place:
    line = shown.text.count("\n", 0, start)
    column = start - (shown.text.rfind("\n", 0, start) + 1)
    last = shown.text.count("\n", 0, end)
    return of_lines(case, shown, line, last, column=column, text=shown.text[start:end])


def of_lines(case: Case, shown: Shown, first: int, last: int, *, column: int | None = None, text: str = "") -> Place:
    """The place of lines of the shown text, counted from 0."""
    lines = shown.text.split("\n")
    own = lines[first]
    column = len(own) - len(own.lstrip()) if column is None else column
    index = min(shown.index + first, len(shown.sample.lines) - 1)
    end = min(shown.index + last, len(shown.sample.lines) - 1)
    return Place(
        docs=case.docs.version,
        file=shown.sample.file,
        line=shown.sample.lines[index],
        column=shown.sample.columns[index] + column,
        end_line=shown.sample.lines[end],
        text=text or "\n".join(lines[first : last + 1]).strip(),
    )
