"""Samples of Python that cannot be run as they are printed: they do not compile, or their prompts are broken."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from harness.checks import _found, _mend, _source
from harness.interfaces import Case
from harness.model import Finding, Sample

name = "syntax"

rules: Mapping[str, str] = {
    "syntax": "a sample of Python that does not compile",
    "broken-prompt": "a prompt that is none, or a line of a session without its prompt",
}

kinds: frozenset[str] = frozenset()

#: Blocks whose language the writer gave; of the others it is guessed.
DECLARED = frozenset({"code-block", "doctest", "literalinclude"})


def find(case: Case) -> Iterable[Finding]:
    """Findings about a sample that is declared to be Python or a Python session."""
    sample = case.sample
    if sample is None or sample.language not in _source.LANGUAGES or sample.form not in DECLARED or sample.historical:
        return
    read = _source.read(sample)
    for chunk, statements in read:
        yield from _prompts(case, sample, chunk)
        yield from _compiles(case, sample, chunk, statements, alone=len(read) == 1)


# - Code


def _compiles(
    case: Case, sample: Sample, chunk: _source.Chunk, statements: Sequence[ast.stmt], *, alone: bool
) -> Iterator[Finding]:
    try:
        _mend.parse(chunk.text)
    except SyntaxError as error:
        if _mend.is_fragment(chunk.text):
            return
        edits = _mend.mend(chunk.text)
        if edits is None:
            if alone and _mostly_code(chunk, statements):
                yield _not_mended(case, sample, chunk, error)
            return
        first: dict[str, str] = {}
        for edit in edits:
            # Mistakes of one kind in one sample are one mistake in several places.
            first.setdefault(edit.kind, " ".join(edit.old.split()))
            yield _mended(case, sample, chunk, edit, f"syntax:{first[edit.kind]}")


def _mended(case: Case, sample: Sample, chunk: _source.Chunk, edit: _mend.Edit, subject: str) -> Finding:
    old = chunk.lines[edit.line]
    if edit.new is None:
        column, text, suggestion = len(old) - len(old.lstrip()), old.strip(), None
    else:
        column, text, suggestion = _mend.wrong_part(old, edit.new)
    at = _source.Spot(line=chunk.first + edit.line, column=chunk.shifts[edit.line] + column)
    return _found.finding(
        case,
        _source.place(case, sample, at, text),
        rule="syntax",
        subject=subject,
        claim=old.strip(),
        observed=f"SyntaxError: {edit.kind}",
        message=f"does not compile: {edit.kind}",
        suggestion=suggestion,
        evidence={"mended": edit.new},
    )


def _mostly_code(chunk: _source.Chunk, statements: Sequence[ast.stmt]) -> bool:
    good = sum(node.end_lineno - node.lineno + 1 for node in statements if node.end_lineno)
    return good * 2 > sum(bool(line.strip()) for line in chunk.lines)


def _not_mended(case: Case, sample: Sample, chunk: _source.Chunk, error: SyntaxError) -> Finding:
    """A sample most of which is code: a person has to see whether the rest is meant to be."""
    line = min(error.lineno or 1, len(chunk.lines)) - 1
    text = chunk.lines[line].strip()
    column = len(chunk.lines[line]) - len(chunk.lines[line].lstrip())
    at = _source.Spot(line=chunk.first + line, column=chunk.shifts[line] + column)
    return _found.finding(
        case,
        _source.place(case, sample, at, text),
        rule="syntax",
        blame="undecided",
        subject=f"syntax:{' '.join(text.split())}",
        observed=f"SyntaxError: {error.msg}",
        message=f"does not compile: {error.msg}",
    )


# - Prompts


def _prompts(case: Case, sample: Sample, chunk: _source.Chunk) -> Iterator[Finding]:
    if not chunk.prompts[0]:
        return
    # What does not compile below a strange prompt may be output that only looks like one.
    broken = list(_broken_prompts(chunk))
    if broken and not _works(chunk):
        return
    lines = sample.code.split("\n")
    for index, right in broken:
        line = lines[chunk.first + index]
        column = len(line) - len(line.lstrip())
        text = line[column:].split(" ")[0] if chunk.prompts[index] else line.strip()
        at = _source.Spot(line=chunk.first + index, column=column)
        yield _found.finding(
            case,
            _source.place(case, sample, at, text),
            rule="broken-prompt",
            severity="cosmetic",
            subject=f"prompt:{' '.join(line.split())}",
            claim=line.strip(),
            observed="not a prompt of the interpreter's: the line is taken for output",
            message=f"the prompt is broken: write {right!r}",
            suggestion=right,
        )


def _works(chunk: _source.Chunk) -> bool:
    try:
        return bool(_mend.parse(chunk.text).body)
    except SyntaxError:
        return False


def _broken_prompts(chunk: _source.Chunk) -> Iterator[tuple[int, str]]:
    """Index of each line without a right prompt, and what should stand in the stead of its first word.

    Of the lines that have none, the first stands for all.
    """
    bare = False
    for index, (prompt, shift, line) in enumerate(zip(chunk.prompts, chunk.shifts, chunk.lines, strict=True)):
        right = "..." if index else ">>>"
        if not prompt:
            if not bare and line.strip():
                bare = True
                yield index, f"{right} {line.strip()}"
        elif prompt != right:
            yield index, right
        elif line and shift == len(prompt) + _indent(chunk, index):
            yield index, f"{right} {re.split(' ', line)[0]}"


def _indent(chunk: _source.Chunk, index: int) -> int:
    return max(chunk.shifts[index] - len(chunk.prompts[index]) - 1, 0)
