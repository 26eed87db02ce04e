"""A sentence that has an experiment tells another number, or the contrary."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

from harness import misquotes
from harness.model import Claim
from harness.mutate import Material, Mutant

NUMBER = re.compile(r"(?<![\w.:,-])(?P<whole>\d+)(?![\w:-]|[.,]\d)")
#: What stands in a sentence without being said by it: numbers of items, prompts, code.
ASIDE = re.compile(r"^\s*(?:\d+[.)>]|>>>)|`[^`]*`|\[[^\]]*\]", re.M)
VERB = re.compile(r"\b(?:is|are|was|were|will|has|have|does|must|should)\b(?!\s+(?:not|never|no)\b)(?! *[.,;:)])")
DENIAL = re.compile(r"\b(?P<verb>is|are|was|were|will|has|have|does|do|must|should)\s+not\b")


def numbers(material: Material) -> Iterator[Mutant]:
    """One more."""
    yield from _mutants(material, _number)


def denials(material: Material) -> Iterator[Mutant]:
    """A denial more, or one less, of what is said under no condition."""
    yield from _mutants(material, _denial)


def _mutants(material: Material, change: Callable[[Claim, str], Iterator[tuple[int, str, str]]]) -> Iterator[Mutant]:
    shown = {(sample.file, line) for sample in material.page.samples for line in sample.lines}
    for claim in material.page.claims:
        if claim.kind != "experiment":
            continue
        lines = material.lines(claim.file)
        ahead = lines[claim.line - 1][: claim.column - 1] if 0 < claim.line <= len(lines) else ""
        for start, old, new in change(claim, ahead):
            before = claim.text[:start]
            line = claim.line + before.count("\n")
            if (claim.file, line) in shown:
                continue  # a sample's
            yield Mutant(
                file=claim.file,
                line=line,
                column=start - before.rindex("\n") if "\n" in before else claim.column + start,
                old=old,
                new=new,
                kind=claim.kind,
                page=material.page.name,
                claim=claim.key,
            )


def _number(claim: Claim, ahead: str) -> Iterator[tuple[int, str, str]]:
    slots = {(line, column, text) for line, column, text in json.loads(claim.fields.get("slots", "{}")).values()}
    for number in NUMBER.finditer(claim.text):
        before = claim.text[: number.start()]
        line = claim.line + before.count("\n")
        column = number.start() - before.rindex("\n") if "\n" in before else claim.column + number.start()
        if (line, column, number[0]) in slots or not _aside(claim.text, number.start()):
            yield number.start(), number[0], str(int(number[0]) + 1)


def _denial(claim: Claim, ahead: str) -> Iterator[tuple[int, str, str]]:
    for found in DENIAL.finditer(claim.text):
        if "\n" not in found[0] and _is_plain(claim, ahead, found.start()):
            yield found.start(), found[0], found["verb"]
            return
    for found in VERB.finditer(claim.text):
        if _is_plain(claim, ahead, found.start()):
            yield found.start(), found[0], f"{found[0]} not"
            return


def _is_plain(claim: Claim, ahead: str, start: int) -> bool:
    """Whether what is said there is said by the sentence itself, under no condition."""
    return not _aside(claim.text, start) and not misquotes.is_dependent(ahead + claim.text[:start])


def _aside(text: str, start: int) -> bool:
    return any(each.start() <= start < each.end() for each in ASIDE.finditer(text))
