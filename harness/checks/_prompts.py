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
    lines: str  # the line that is wrong, whole; of several the first
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
        # A comment is entered, too.
        return bool(_mend.parse(chunk.text).body) or chunk.text.startswith("#")
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
    wrong = first
    # Comments between the header and the first line of code are of the body, too.
    while first > 1 and (not lines[first - 1].strip() or lines[first - 1].lstrip().startswith("#")):
        first -= 1
    while not lines[first].strip():
        first += 1
    header = _header(lines[:first])
    margin = " " * (_blanks(lines[header]) + 4)
    base = _blanks(lines[wrong])
    body = (margin + line[min(_blanks(line), base) :] if line.strip() else line for line in lines[first:])
    mended = [*lines[:first], *body]
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
        lines=code[chunk.first + wrong],
        message=f"the body of {_opening(lines[header])!r} is not indented behind its prompt",
        observed="IndentationError: expected an indented block",
        body=True,
    )


def _header(lines: Sequence[str]) -> int:
    """The line on which the block begins whose header ends with the last of some lines."""
    for index in range(len(lines) - 1, 0, -1):
        if not _source.brackets_open("\n".join(lines[:index]).strip()):
            return index
    return 0


def _opening(line: str) -> str:
    """The first words of a block's header."""
    return "".join(re.match(r"\s*(async\s+)?(\w+(\s+\w+)?)", line)[2])  # type: ignore[index]


def _lines(sample: Sample, chunk: _source.Chunk, usual: int) -> Iterator[Broken]:
    code = sample.code.split("\n")
    further = _further(chunk)
    index = 0
    while index < len(chunk.lines):
        if not chunk.prompts[index]:
            end = index
            while end + 1 < len(chunk.lines) and not chunk.prompts[end + 1]:
                end += 1
            yield _bare(sample, chunk, index, end)
            index = end + 1
            continue
        found = _ANEW if index in further else _prompt(sample, chunk, index, usual)
        if found is not None:
            line = code[chunk.first + index]
            yield Broken(
                line=chunk.first + index,
                column=0 if found.text[:1].isspace() else _blanks(line),
                end_line=chunk.first + index,
                text=found.text,
                right=found.right,
                lines=line,
                message=found.message,
                observed=found.observed,
            )
        index += 1


def _further(chunk: _source.Chunk) -> frozenset[int]:
    """Lines that go on with an entry by their prompts, and begin a statement of their own."""
    others = _mend.parse(chunk.text).body[1:]
    firsts = {min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))]) for node in others}
    return frozenset(
        line - 1 for line in firsts if chunk.prompts[line - 1] == "..." and chunk.lines[line - 1][:1].strip()
    )


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
        message=f"{last - first + 1} lines of a session, from this one on, lack their prompts"
        if last > first
        else "a line of a session lacks its prompt",
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


@dataclass(frozen=True, kw_only=True, slots=True)
class _Wrong:
    """The wrong words at the beginning of a line, and the right ones."""

    text: str
    right: str
    message: str
    observed: str = _TAKEN


_ANEW = _Wrong(
    text="...",
    right=">>>",
    message="the statement above is whole, and here another begins",
    observed="SyntaxError: the interpreter asks for no more once a statement is whole",
)


def _prompt(sample: Sample, chunk: _source.Chunk, index: int, usual: int) -> _Wrong | None:
    line = sample.code.split("\n")[chunk.first + index]
    prompt, right = chunk.prompts[index], "..." if index else ">>>"
    word = line.split()[0]
    if prompt != right:
        new = right + word[len(prompt) :] if word == prompt else f"{right} {word[len(prompt) :]}"
        if prompt == ">>>":
            message = "what stands below a decorator goes on with its entry"
            observed = "SyntaxError: a decorator alone is no statement"
            return _Wrong(text=word, right=new, message=message, observed=observed)
        return _Wrong(text=word, right=new, message=f"{prompt} is no prompt of the interpreter's")
    if chunk.lines[index] and chunk.shifts[index] == _indent(sample, chunk, index) + len(prompt):
        new = f"{right} {word[len(prompt) :]}"
        return _Wrong(text=word, right=new, message=f"no blank stands behind the prompt {prompt}")
    # An interpreter's prompts stand below one another.
    margin = _indent(sample, chunk, 0) if index else usual
    own = _indent(sample, chunk, index)
    if own == margin:
        return None
    head = line[: chunk.shifts[index]].rstrip()
    old, new = (head, " " * margin + right) if head[:1].isspace() else (word, " " * margin + word)
    count = abs(own - margin)
    how = f"{count} blank{'s' if count > 1 else ''} further {'right' if own > margin else 'left'}"
    return _Wrong(
        text=old,
        right=new,
        message=f"the prompt stands {how} than the rest of the {'entry' if index else 'session'}",
        observed=f"an interpreter's prompts stand below one another: this one stands {how}",
    )


def _indent(sample: Sample, chunk: _source.Chunk, index: int) -> int:
    return _blanks(sample.code.split("\n")[chunk.first + index])


def _blanks(line: str) -> int:
    return len(re.match(r"\s*", line)[0])  # type: ignore[index]
