"""Prompts of a session that are none, and lines that lack theirs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.checks import _mend, _source
from harness.model import Sample

_TAKEN = "not a prompt of the interpreter's: the line is taken for output"


@dataclass(frozen=True, kw_only=True, slots=True)
class Broken:
    """Lines of a session that are not entered as they stand; lines and columns are indices in the sample."""

    line: int
    column: int
    end_line: int
    text: str  # of several lines, as they stand in the file, the first from `column`
    right: str | None  # what should stand in the text's stead
    lines: str  # the first line, whole
    message: str
    observed: str = _TAKEN
    body: bool = False  # the code does not compile for the same reason


def broken(sample: Sample, chunks: Sequence[_source.Chunk]) -> Iterator[Broken]:
    """The broken prompts of a sample that is a session."""
    if sample.language == "pycon" and _source.is_bare(sample.code):
        yield _none(sample)
    usual = Counter(_indent(sample, chunk, 0) for chunk in chunks if chunk.prompts[0]).most_common(1)
    for chunk in chunks:
        if not chunk.prompts[0]:
            continue
        unindented = _unindented(sample, chunk)
        if unindented is not None:
            yield unindented
        # What does not compile below a strange prompt may be output that only looks like one.
        elif _works(chunk):
            yield from _lines(sample, chunk, usual[0][0])


def _none(sample: Sample) -> Broken:
    code = sample.code.split("\n")
    first = next(index for index, line in enumerate(code) if line.strip())
    last = max(index for index, line in enumerate(code) if line.strip())
    return Broken(
        line=first,
        column=_blanks(code[first]),
        end_line=last,
        text=code[first].strip(),
        right=None,
        lines=code[first],
        message="a session has no prompts: begin what is entered with '>>>', or call the block Python",
        observed="without a prompt every line is taken for output",
    )


def _works(chunk: _source.Chunk) -> bool:
    try:
        return bool(_mend.parse(chunk.text).body)
    except SyntaxError:
        return False


def _unindented(sample: Sample, chunk: _source.Chunk) -> Broken | None:
    """A block whose body stands at the header's margin, behind `...`."""
    try:
        _mend.parse(chunk.text)
        return None
    except IndentationError as error:
        if "expected an indented block" not in (error.msg or "") or not error.lineno:
            return None
        first = error.lineno - 1
    except SyntaxError:
        return None
    lines = list(chunk.lines)
    if first == 0 or first >= len(lines) or not all(chunk.prompts[first:]):
        return None
    margin = " " * (_blanks(lines[first - 1]) + 4)
    mended = [*lines[:first], *(margin + line.lstrip() if line.strip() else line for line in lines[first:])]
    try:
        _mend.parse("\n".join(mended))
    except SyntaxError:
        return None
    last = max(index for index in range(first, len(lines)) if lines[index].strip())
    code = sample.code.split("\n")
    start = chunk.shifts[first]
    heads = [code[chunk.first + index][: chunk.shifts[index]] for index in range(first, last + 1)]
    return Broken(
        line=chunk.first + first,
        column=start,
        end_line=chunk.first + last,
        text=_joined(
            sample, chunk.first + first, [head + line for head, line in zip(heads, lines[first:], strict=False)]
        )[start:],
        right=_joined(
            sample, chunk.first + first, [head + line for head, line in zip(heads, mended[first:], strict=False)]
        )[start:],
        lines=code[chunk.first + first],
        message="the body of a block is not indented behind its prompt",
        observed="IndentationError: expected an indented block",
        body=True,
    )


def _lines(sample: Sample, chunk: _source.Chunk, usual: int) -> Iterator[Broken]:
    code = sample.code.split("\n")
    index = 0
    while index < len(chunk.lines):
        if not chunk.prompts[index]:
            end = index
            while end + 1 < len(chunk.lines) and not chunk.prompts[end + 1]:
                end += 1
            yield _bare(sample, chunk, index, end)
            index = end + 1
            continue
        found = _prompt(sample, chunk, index, usual)
        if found is not None:
            text, right = found
            line = code[chunk.first + index]
            yield Broken(
                line=chunk.first + index,
                column=0 if text[:1].isspace() else _blanks(line),
                end_line=chunk.first + index,
                text=text,
                right=right,
                lines=line,
                message="the prompt is broken",
            )
        index += 1


def _bare(sample: Sample, chunk: _source.Chunk, first: int, last: int) -> Broken:
    """Lines of one entry that have no prompt."""
    code = sample.code.split("\n")[chunk.first + first : chunk.first + last + 1]
    # Where the prompt takes the place of blanks, lines stay below one another as they were.
    right = ["... " + line[4:] for line in code]
    if any(line[:4].strip() for line in code) or not _compiles_with(chunk, first, last, [line[4:] for line in right]):
        right = ["... " + line for line in code]
    return Broken(
        line=chunk.first + first,
        column=0,
        end_line=chunk.first + last,
        text=_joined(sample, chunk.first + first, code),
        right=_joined(sample, chunk.first + first, right),
        lines=code[0],
        message="a line of a session lacks its prompt",
    )


def _compiles_with(chunk: _source.Chunk, first: int, last: int, lines: Sequence[str]) -> bool:
    try:
        _mend.parse("\n".join([*chunk.lines[:first], *lines, *chunk.lines[last + 1 :]]))
    except SyntaxError:
        return False
    return True


def _joined(sample: Sample, first: int, lines: Sequence[str]) -> str:
    """Lines of the sample as the file has them, the first without its margin."""
    margins = ["", *(" " * (sample.columns[index] - 1) for index in range(first + 1, first + len(lines)))]
    return "\n".join((margin + line).rstrip() for margin, line in zip(margins, lines, strict=True))


def _prompt(sample: Sample, chunk: _source.Chunk, index: int, usual: int) -> tuple[str, str] | None:
    """The wrong words at the beginning of a line, and the right ones."""
    line = sample.code.split("\n")[chunk.first + index]
    prompt, right = chunk.prompts[index], "..." if index else ">>>"
    word = line.split()[0]
    if prompt != right:
        return word, right + word[len(prompt) :] if word == prompt else f"{right} {word[len(prompt) :]}"
    if chunk.lines[index] and chunk.shifts[index] == _indent(sample, chunk, index) + len(prompt):
        return word, f"{right} {word[len(prompt) :]}"
    # An interpreter's prompts stand below one another.
    margin = _indent(sample, chunk, 0) if index else usual
    if _indent(sample, chunk, index) != margin:
        head = line[: chunk.shifts[index]].rstrip()
        return (head, " " * margin + right) if head[:1].isspace() else (word, " " * margin + word)
    return None


def _indent(sample: Sample, chunk: _source.Chunk, index: int) -> int:
    return _blanks(sample.code.split("\n")[chunk.first + index])


def _blanks(line: str) -> int:
    return len(re.match(r"\s*", line)[0])  # type: ignore[index]
