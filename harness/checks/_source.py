"""Samples of Python as syntax trees whose positions lead back to the docs.

Reads tolerantly: of a sample that does not compile as a whole, the parts that do.
"""

from __future__ import annotations

import ast
import codeop
import dataclasses
import difflib
import functools
import re
import textwrap
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.checks import _mend
from harness.interfaces import Case
from harness.model import Place, Sample

#: A prompt, and what looks like one: one bracket too few or too many, no space behind it.
PROMPT = re.compile(r"^(?P<indent>\s*)(?P<prompt>>{2,4})(?P<space>\s|$)?(?!>)")
CONTINUATION = re.compile(r"^(?P<indent>\s*)(?P<prompt>\.{3})(?P<space>\s|$)?(?!\.)")
#: Of dots too few or too many: only where an interpreter asks for more, and something follows.
ODD_CONTINUATION = re.compile(r"^(?P<indent>\s*)(?P<prompt>\.{2}|\.{4,5})(?P<space>\s)(?=\s*\S)")
#: No Python begins with it.
HALF_PROMPT = re.compile(r"\s*>>\s+[\w@#(\[]")
LANGUAGES = frozenset({"python", "pycon"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Chunk:
    """Lines of code that are entered together: a file's, or what stands at one prompt and its continuations."""

    first: int  # index of the first line in the sample
    lines: tuple[str, ...]  # without prompts
    shifts: tuple[int, ...]  # characters that stand before each line in the sample
    prompts: tuple[str, ...]  # the prompt of each line, "" for none
    mended: tuple[str, ...] = ()  # the lines that the statements were read from, where they are not these

    @property
    def text(self) -> str:
        """The code."""
        return "\n".join(self.lines)


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """A place within a sample: the line's index, the character's index in it."""

    line: int
    column: int


Read = tuple[tuple[Chunk, tuple[ast.stmt, ...]], ...]


def read(sample: Sample) -> Read:
    """The chunks of the sample with their statements, `lineno` counted in the chunk; not to be changed.

    Of a chunk that does not compile, the statements of its mended text, or else those that compile alone.
    """
    return read_code(sample.language, sample.code)


# Every check of a sample reads it, one after the other.
@functools.lru_cache(maxsize=64)
def read_code(language: str, code: str) -> Read:
    """The same of the code of a sample of that language."""
    return tuple(_statements(chunk) for chunk in _chunks(language, code))


def _chunks(language: str, code: str) -> list[Chunk]:
    """The code, shown output left out."""
    lines = code.split("\n")
    typed = HALF_PROMPT.match(code) or any(line.lstrip().startswith(">>>") for line in lines)
    if not typed and (language != "pycon" or is_bare(code)):
        return [_block(0, lines)]
    found = list(_session(lines))
    # A file and below it what is typed once it is there.
    first = found[0].first if found else len(lines)
    if language != "pycon" and first:
        found.insert(0, _block(0, lines[:first]))
    return found


def is_bare(code: str) -> bool:
    """Whether what is called a session is code without a prompt, and not the output of one.

    Output may look like expressions; statements of other kinds it does not hold.
    """
    if any(PROMPT.match(line) for line in code.split("\n")):
        return False
    try:
        body = _mend.parse(code).body
    except SyntaxError:
        return False
    return any(not isinstance(node, (ast.Expr, ast.AnnAssign)) for node in body)


def _block(first: int, lines: Sequence[str]) -> Chunk:
    count = len(lines)
    return Chunk(first=first, lines=tuple(lines), shifts=(0,) * count, prompts=("",) * count)


def _session(lines: Sequence[str]) -> Iterator[Chunk]:
    index = 0
    while index < len(lines):
        match = PROMPT.match(lines[index])
        if not match:
            index += 1
            continue
        taken = [_strip(lines[index], match)]
        first = index
        index += 1
        while index < len(lines):
            line = lines[index]
            match = CONTINUATION.match(line) or ODD_CONTINUATION.match(line)
            again = PROMPT.match(line)
            code = "\n".join(text for text, _, _ in taken)
            odd = match is not None and len(match["prompt"]) != len("...")
            if match and (is_open(code) or (match["space"] is not None and not odd)):
                taken.append(_strip(line, match))
            elif again and taken[-1][0].startswith("@") and re.match(r"\s*(@|def |class |async )", line[again.end() :]):
                # Below a decorator no interpreter shows its first prompt.
                taken.append(_strip(line, again))
            elif (
                line.strip()
                and not again
                and (brackets_open(code) or _is_body(taken, line) or _goes_on(lines, index, code))
            ):
                # A forgotten continuation prompt.
                taken.append(_unprompted(line, code))
            else:
                break
            index += 1
        texts, shifts, prompts = zip(*taken, strict=True)
        yield Chunk(first=first, lines=texts, shifts=shifts, prompts=prompts)


def _unprompted(line: str, code: str) -> tuple[str, int, str]:
    """A line without its prompt; where only blanks in the prompt's place make sense of it, without these."""
    blank = len("... ")
    if line[:blank].isspace() and not _is_readable(f"{code}\n{line}") and _is_readable(f"{code}\n{line[blank:]}"):
        return line[blank:], blank, ""
    return line, 0, ""


def _is_readable(code: str) -> bool:
    """Whether an interpreter would take the code, or ask for more of it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            codeop.compile_command(code)
        except (SyntaxError, ValueError, OverflowError):
            return False
    return True


def _goes_on(lines: Sequence[str], index: int, code: str) -> bool:
    """Whether a line without a prompt is of the entry above it: what follows it goes on, with a prompt."""
    line = lines[index]
    follows = index + 1 < len(lines) and CONTINUATION.match(lines[index + 1]) is not None
    return follows and line[:1].isspace() and (is_open(code) or brackets_open(line.strip()))


def _is_body(taken: Sequence[tuple[str, int, str]], line: str) -> bool:
    """Whether an indented line is of the block that begins above it: nothing is printed behind its header."""
    header = [text for text, _, prompt in taken if prompt][-1].partition("#")[0].rstrip()
    margin = len(taken[0][0]) - len(taken[0][0].lstrip())
    return header.endswith(":") and is_open(header.strip()) and len(line) - len(line.lstrip()) > margin


def _strip(line: str, match: re.Match[str]) -> tuple[str, int, str]:
    start = match.end("prompt")
    if line[start : start + 1] == " ":
        start += 1
    return line[start:], start, match["prompt"]


def is_open(code: str) -> bool:
    """Whether an interpreter would ask for more after this."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return codeop.compile_command(code) is None
        except (SyntaxError, ValueError, OverflowError):
            return False


def brackets_open(code: str) -> bool:
    """Whether a bracket or a string is open at the end; a block that could go on is not."""
    return is_open(code) and is_open(code + "\n\n")


def _statements(chunk: Chunk) -> tuple[Chunk, tuple[ast.stmt, ...]]:
    try:
        return chunk, tuple(_mend.parse(chunk.text).body)
    except SyntaxError:
        pass
    # The edits change lines, and leave as many of them.
    edits = _mend.mend(chunk.text)
    if edits is not None:
        text = _mend.mended(chunk.text, edits)
        return dataclasses.replace(chunk, mended=tuple(text.split("\n"))), tuple(_mend.parse(text).body)
    return chunk, tuple(node for first, block in _blocks(chunk.lines) for node in _alone(first, block))


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines that begin at the left margin."""
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    first, block = 0, list[str]()
    for index, line in enumerate(lines):
        starts = line.strip() and len(line) - len(line.lstrip()) == margin
        decorated = block and block[-1].lstrip().startswith("@")
        if starts and block and not decorated and not re.match(r"\s*([)\]}]|(else|elif|except|finally)\b)", line):
            yield first, block
            first, block = index, []
        block.append(line)
    if block:
        yield first, block


def _alone(first: int, block: Sequence[str]) -> list[ast.stmt]:
    text = "\n".join(block)
    for candidate in (text, textwrap.dedent(text)):
        try:
            tree = _mend.parse(candidate)
        except SyntaxError:
            continue
        shift = len(block[0]) - len(candidate.partition("\n")[0])
        return _moved(tree, first, shift)
    return [node for index, line in enumerate(block) for node in _imports_of(first + index, line)]


def _imports_of(index: int, line: str) -> list[ast.stmt]:
    """The import on a line of its own."""
    if not re.match(r"\s*(from\s+[\w.]+\s+)?import\s", line):
        return []
    try:
        tree = _mend.parse(line.strip())
    except SyntaxError:
        return []
    return _moved(tree, index, len(line) - len(line.lstrip()))


def _moved(tree: ast.Module, lines: int, columns: int) -> list[ast.stmt]:
    moves = {"lineno": lines, "end_lineno": lines, "col_offset": columns, "end_col_offset": columns}
    for node in ast.walk(tree):
        for field, distance in moves.items():
            value = getattr(node, field, None)
            if value is not None:
                setattr(node, field, value + distance)
    return tree.body


def spot(chunk: Chunk, line: int, offset: int) -> Spot:
    """Where in the sample a tree's position is: `line` counted from 1, `offset` in bytes of UTF-8."""
    text = (chunk.mended or chunk.lines)[line - 1]
    column = len(text.encode()[:offset].decode("utf-8", "ignore"))
    if chunk.mended:
        column = _before_mending(chunk.lines[line - 1], text, column)
    return Spot(line=chunk.first + line - 1, column=chunk.shifts[line - 1] + column)


def _before_mending(old: str, new: str, column: int) -> int:
    """Where in a line stood what stands at `column` of its mended text."""
    matcher = difflib.SequenceMatcher(a=new, b=old, autojunk=False)
    for _, start, end, was, until in matcher.get_opcodes():
        if start <= column < end:
            # What is newly there stands where it is put in.
            return min(was + column - start, max(until - 1, was), len(old))
    return len(old)


def attribute_spot(chunk: Chunk, node: ast.Attribute) -> Spot:
    """Where the name behind the dot is."""
    assert node.end_lineno is not None and node.end_col_offset is not None
    return spot(chunk, node.end_lineno, node.end_col_offset - len(node.attr.encode()))


def place(case: Case, sample: Sample, at: Spot, text: str, *, end: int | None = None) -> Place:
    """The place in the docs of a spot in the sample; `end` is the index of its last line, if that is another."""
    return Place(
        docs=case.docs.version,
        file=sample.file,
        line=sample.lines[at.line],
        column=sample.columns[at.line] + at.column,
        end_line=sample.lines[at.line if end is None else end],
        text=text,
    )
