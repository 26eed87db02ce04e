"""Samples of Python that cannot be run as they are printed: they do not compile, or their prompts are broken."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from harness.checks import _found, _mend, _mistakes, _prompts, _source
from harness.interfaces import Case
from harness.model import CheckName, Finding, Place, Sample

name = "syntax"

rules: Mapping[str, str] = {
    "syntax": "a sample of Python that does not compile",
    "broken-prompt": "a prompt that is none, or a line of a session without its prompt",
}

level: CheckName = "parse"
sees = frozenset({"sample"})

#: Blocks whose language the writer gave; of the others it is guessed.
DECLARED = frozenset({"code-block", "doctest", "literalinclude"})
#: What nothing but Python begins with.
BEGINS = re.compile(
    r"\s*(?:>>> |from [\w.]+ import |import [\w.]+(?: as \w+)?\s*$|(?:async )?def \w+\(|class \w+\s*[(:]|@[\w.]+)", re.M
)


#: Blank lines and comments before anything else.
COMMENTS = re.compile(r"\A(?:[ \t]*(?:#.*)?\n)+")


def find(case: Case) -> Iterable[Finding]:
    """Findings about a sample that is declared to be Python or a Python session."""
    sample = case.sample
    if sample is None or not _is_declared(sample):
        return
    read = _source.read(sample)
    broken = list(_prompts.broken(sample, [chunk for chunk, _ in read]))
    for prompt in broken:
        yield _prompt(case, sample, prompt)
    for chunk, statements in read:
        if not any(prompt.body and chunk.first <= prompt.line < chunk.first + len(chunk.lines) for prompt in broken):
            yield from _compiles(case, sample, chunk, statements, alone=len(read) == 1)


def covers(case: Case) -> bool:
    """Whether something in the sample was compiled that the author declares to be Python."""
    return case.sample is not None and _is_declared(case.sample) and bool(_source.read(case.sample))


def left_out(sample: Sample) -> str:
    """Why a sample that no interpreter takes as a whole is not wrong for that, as a typed reason; "" when it may be."""
    reasons = []
    read = _source.read(sample)
    if not read:
        return "shown-output"
    for chunk, statements in read:
        try:
            _mend.parse(chunk.text)
            continue
        except SyntaxError:
            pass
        edits = _mend.mend(chunk.text)
        if _mend.is_fragment(chunk.text):
            reasons.append("fragment")
        elif edits == []:
            reasons.append("elided")  # a comment, or nothing, stands for the body of a block
        elif edits is None and not _mostly_code(chunk, statements):
            reasons.append("pseudo-code")
        else:
            return ""
    return reasons[0] if reasons else "file-and-session" if len(read) > 1 else ""


def _is_declared(sample: Sample) -> bool:
    """Whether the sample is Python for certain: it is called so, or begins so."""
    if sample.language not in _source.LANGUAGES or sample.historical:
        return False
    code = COMMENTS.sub("", sample.code)
    half = _source.HALF_PROMPT.match(code) is not None and "\n>>> " in code
    return sample.form in DECLARED or half or BEGINS.match(code) is not None


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
        if edits is not None:
            for mistake in _mistakes.of(chunk.text, edits, lambda index: sample.lines[chunk.first + index]):
                yield _mistake(case, sample, chunk, mistake)
        elif chunk.prompts[0] and not all(chunk.prompts):
            yield from _cut_short(case, sample, chunk)
        elif alone and _mostly_code(chunk, statements):
            yield _not_mended(case, sample, chunk, error)


def _cut_short(case: Case, sample: Sample, chunk: _source.Chunk) -> Iterator[Finding]:
    """An entry whose bracket is not closed, so that what is printed below it would be read as more of it."""
    count = chunk.prompts.index("")
    text = "\n".join(chunk.lines[:count])
    edits = _mend.mend(text)
    if edits and {edit.kind for edit in edits} == {_mend.BRACKETS} and len(edits) == 1:
        for mistake in _mistakes.of(text, edits, lambda index: sample.lines[chunk.first + index]):
            yield _mistake(case, sample, chunk, mistake)


def _mistake(case: Case, sample: Sample, chunk: _source.Chunk, mistake: _mistakes.Mistake) -> Finding:
    right = mistake.right
    line = chunk.lines[mistake.line]
    without = (line[: mistake.column] + line[mistake.column + len(mistake.text) :]).strip()
    write = f": write {without!r}" if right == "" and mistake.text.strip() else ""
    return _found.finding(
        case,
        _place(case, sample, chunk, mistake),
        rule="syntax",
        subject=_found.subject_of_line(case, "syntax", mistake.lines),
        claim=line.strip(),
        observed="SyntaxError",
        message=f"does not compile: {mistake.told}{write}",
        suggestion=None if right is None else _in_file(sample, chunk, mistake.line, right),
    )


def _place(case: Case, sample: Sample, chunk: _source.Chunk, mistake: _mistakes.Mistake) -> Place:
    at = _source.Spot(line=chunk.first + mistake.line, column=chunk.shifts[mistake.line] + mistake.column)
    text = _in_file(sample, chunk, mistake.line, mistake.text)
    return _source.place(case, sample, at, text, end=chunk.first + mistake.end_line)


def _in_file(sample: Sample, chunk: _source.Chunk, line: int, text: str) -> str:
    """A text of several lines as it stands in the file: with the margin of the block, and prompts."""
    first, *rest = text.split("\n")
    margins = []
    for index in range(line + 1, line + 1 + len(rest)):
        code = sample.code.split("\n")[chunk.first + index]
        margins.append(" " * (sample.columns[chunk.first + index] - 1) + code[: chunk.shifts[index]])
    return "\n".join([first, *((margin + line).rstrip() for margin, line in zip(margins, rest, strict=True))])


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
        subject=_found.subject_of_line(case, "syntax", text),
        observed="SyntaxError",
        message=f"does not compile: {error.msg}",
    )


# - Prompts


def _prompt(case: Case, sample: Sample, broken: _prompts.Broken) -> Finding:
    at = _source.Spot(line=broken.line, column=broken.column)
    # What only stands in the wrong column is written as it is.
    in_place = broken.body or broken.right is None or broken.right.strip() == broken.text.strip()
    write = "" if in_place or broken.right is None else f": write {broken.right.splitlines()[0]!r}"
    return _found.finding(
        case,
        _source.place(case, sample, at, broken.text, end=broken.end_line),
        rule="broken-prompt",
        severity="cosmetic",
        subject=_found.subject_of_line(case, "prompt", broken.lines),
        claim=broken.lines.strip(),
        observed=broken.observed,
        message=f"{broken.message}{write}",
        suggestion=broken.right,
    )
