"""Where exactly code that does not compile is wrong, and what should stand there, told from the edits that mend it."""

from __future__ import annotations

import ast
import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from harness.checks import _gaps, _mend

_TOKEN = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|\w[\w.]*|\S")
_BRACKET = re.compile(r"[()\[\]{}]")
BACKSLASH = "\\"


@dataclass(frozen=True, kw_only=True, slots=True)
class Mistake:
    """Wrong text of some code; lines and columns are indices."""

    told: str  # what is wrong, in a few words
    line: int
    column: int
    end_line: int  # of a string or bracket that is not closed: where it should have been
    text: str  # of several lines, each whole but the first
    right: str | None  # what should stand in the text's stead; None where nobody can say
    lines: str  # the wrong lines, for telling one mistake from another


def of(code: str, edits: Sequence[_mend.Edit], number: Callable[[int], int]) -> list[Mistake]:
    """The mistakes that the edits mend; `number` gives the number of a line in its file."""
    lines = code.split("\n")
    mended = _mend.mended(code, edits).split("\n")
    found: list[Mistake] = []
    strings = _strings(mended)
    gaps = _gaps.of(mended, edits)
    for edit in edits:
        # A string that is continued wrongly on several lines is one mistake.
        inside = [node for node in strings if node.lineno - 1 <= edit.line < (node.end_lineno or 0) - 1]
        if edit.kind == _mend.CONTINUATION and inside:
            mistake = _string(lines, mended, inside[0], edit, number)
            if all(mistake.lines != each.lines for each in found):
                found.append(mistake)
            continue
        # So are the commas that are missing between the items of one pair of brackets.
        beside = _gaps.beside(gaps, edits, edit)
        if beside and edit is not beside[0].edit:
            continue
        mistake = _mistake(lines, edit, _gaps.told(beside) if beside else _told(lines, edit, number))
        found.append(_commas(lines, mended, mistake, beside[-1].edit) if len(beside) > 1 else mistake)
    return found


def _commas(lines: Sequence[str], mended: Sequence[str], mistake: Mistake, last: _mend.Edit) -> Mistake:
    """The mistake whose first comma is known, from there to the last line that lacks one."""
    return dataclasses.replace(
        mistake,
        end_line=last.line,
        text=_span(lines, mistake.line, mistake.column, last.line),
        right=_span(mended, mistake.line, mistake.column, last.line),
    )


def _strings(lines: Sequence[str]) -> list[ast.Constant]:
    tree = _mend.parse("\n".join(lines))
    return [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def _string(
    lines: Sequence[str], mended: Sequence[str], node: ast.Constant, edit: _mend.Edit, number: Callable[[int], int]
) -> Mistake:
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    column = len(lines[first].encode()[: node.col_offset].decode("utf-8", "ignore"))
    # What stands before a line's first word becomes part of the string: then the string is not what it should be.
    indented = any(line[:1].isspace() for line in lines[first + 1 : last + 1])
    right = _in_parts(lines, mended, node, column) if indented else _span(mended, first, column, last)
    return Mistake(
        told=f"line {number(edit.line)}: {_behind(edit)}",
        line=first,
        column=column,
        end_line=last,
        text=_span(lines, first, column, last),
        right=right,
        lines=" ".join(" ".join(lines[first : last + 1]).split()),
    )


#: The end of a line of a string that goes on: a backslash, and perhaps a comment.
_GOES_ON = re.compile(r"\\(?P<rest>\s*#.*|\s*)$")


def _in_parts(lines: Sequence[str], mended: Sequence[str], node: ast.Constant, column: int) -> str | None:
    """A string that is continued by backslashes as strings side by side in brackets, a line each, with its comments."""
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    quote = lines[first][column]
    end = len(mended[last].encode()[: node.end_col_offset].decode("utf-8", "ignore"))
    if quote not in "'\"" or lines[first][column:].startswith(quote * 3) or mended[last] != lines[last]:
        return None
    parts = []
    for index in range(first, last):
        match = _GOES_ON.search(lines[index])
        if match is None:
            return None
        text = lines[index][: match.start()]
        head = f"({text[column:]}" if index == first else _margin(text) * " " + quote + text.lstrip()
        parts.append(f"{head}{quote}{match['rest'].rstrip()}")
    text = lines[last]
    parts.append(f"{_margin(text) * ' '}{quote}{text[:end].lstrip()}){text[end:]}".rstrip())
    whole = [*lines[:first], lines[first][:column] + parts[0], *parts[1:], *lines[last + 1 :]]
    return "\n".join(parts) if _compiles(whole) else None


def _span(lines: Sequence[str], first: int, column: int, last: int) -> str:
    return "\n".join([lines[first][column:], *lines[first + 1 : last + 1]]).rstrip()


def _mistake(lines: Sequence[str], edit: _mend.Edit, told: str) -> Mistake:
    if edit.new is None:
        start = len(edit.old) - len(edit.old.lstrip())
        return _on_line(edit, start, edit.old.strip(), None, told)
    start, old, new = _mend.difference(edit.old, edit.new)
    if edit.kind == _mend.BRACKETS and not old:
        bracket = _unclosed(lines, edit, start)
        if bracket is not None and bracket.line <= bracket.last:
            return _construct(lines, edit, bracket, told)
    if edit.kind == _mend.QUOTE:
        first = min(start, _quote(edit.old, start))
        return _on_line(edit, first, edit.old[first:].rstrip(), edit.new[first:].rstrip(), told)
    if old and (not old[0].isspace() or edit.kind == _mend.CONTINUATION):
        return _on_line(edit, start, old, new, told)
    if old:
        # Of `print x` the blank alone is no word: the statement is wrong.
        first = _margin(edit.old)
        texts = [_mend.split_comment(line)[0] for line in (edit.old, edit.new)]
        return _on_line(edit, first, texts[0][first:], texts[1][first:], told)
    return _inserted(edit, start, new, told)


def _on_line(edit: _mend.Edit, column: int, text: str, right: str | None, told: str) -> Mistake:
    return Mistake(
        told=told,
        line=edit.line,
        column=column,
        end_line=edit.line,
        text=text,
        right=right,
        lines=" ".join(edit.old.split()),
    )


def _inserted(edit: _mend.Edit, at: int, new: str, told: str) -> Mistake:
    """Something is missing: the token before it, or else behind it, is what a reader looks at."""
    tokens = list(_TOKEN.finditer(edit.old))
    before = [token for token in tokens if token.end() == at]
    behind = [token for token in tokens if token.start() >= at]
    if before:
        return _on_line(edit, before[0].start(), before[0][0], before[0][0] + new, told)
    token = behind[0] if behind else tokens[-1]
    start = min(at, token.start())
    return _on_line(edit, start, edit.old[start : token.end()], new + edit.old[start : token.end()], told)


def _quote(line: str, before: int) -> int:
    """Where the quotation begins that is open at a place."""
    return max(line.rfind("'", 0, before), line.rfind('"', 0, before)) if "'" in line or '"' in line else before


# - Brackets


def _construct(lines: Sequence[str], edit: _mend.Edit, bracket: _Bracket, told: str) -> Mistake:
    """From a bracket that is not closed to where it should be."""
    first, column, last = bracket.line, bracket.column, bracket.last
    text, right = _span(lines, first, column, last), None
    if last < edit.line:
        # On a line of its own, if that is all that is wrong.
        closed = _margin(lines[first]) * " " + _mend.CLOSING[lines[first][column]] + ","
        if _compiles([*lines[: last + 1], closed, *lines[last + 1 :]]):
            right = text + "\n" + closed
    elif edit.new is not None:
        right = _span([*lines[:last], edit.new], first, column, last)
    return Mistake(
        told=told,
        line=first,
        column=column,
        end_line=last,
        text=text,
        right=right,
        lines=" ".join(text.split()),
    )


def _compiles(lines: Sequence[str]) -> bool:
    try:
        _mend.parse("\n".join(lines))
    except SyntaxError:
        return False
    return True


@dataclass(frozen=True, kw_only=True, slots=True)
class _Bracket:
    line: int
    column: int
    last: int  # the line behind which, or in which, it should be closed


def _unclosed(lines: Sequence[str], edit: _mend.Edit, column: int) -> _Bracket | None:
    """The bracket that the one which the edit inserts closes.

    That is the innermost open one, unless a bracket that begins further to the right is closed by what stands below the
    beginning of an outer one: then the inner one's own end is what is missing.
    """
    opened: list[tuple[int, int]] = []
    for line, at, char in _brackets(lines[: edit.line + 1]):
        if (line, at) >= (edit.line, column):
            break
        if char in "([{":
            opened.append((line, at))
            continue
        if not opened:
            return None
        if len(opened) > 1 and not lines[line][:at].strip():
            inner, outer = (_margin(lines[each[0]]) for each in (opened[-1], opened[-2]))
            if inner > _margin(lines[line]) == outer:
                return _Bracket(line=opened[-1][0], column=opened[-1][1], last=line - 1)
        opened.pop()
    if not opened:
        return None
    last = edit.line if edit.old[:column].strip() else edit.line - 1
    return _Bracket(line=opened[-1][0], column=opened[-1][1], last=last)


def _brackets(lines: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    for number, line in enumerate(lines):
        code, _ = _mend.split_comment(line)
        for token in _TOKEN.finditer(code):
            if _BRACKET.fullmatch(token[0]):
                yield number, token.start(), token[0]


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip())


# - What is wrong, in words


def _told(lines: Sequence[str], edit: _mend.Edit, number: Callable[[int], int]) -> str:
    """What an edit mends."""
    if edit.kind == _mend.BRACKETS and edit.new is not None:
        return _of_brackets(lines, edit, edit.new, number)
    if edit.kind == _mend.CONTINUATION:
        return _behind(edit)
    if edit.kind == _mend.KEYWORD and edit.new is not None:
        return f"{edit.new.split()[0]} is missing before {edit.old.strip().partition('(')[0]}"
    if edit.kind == _mend.COLON:
        return f"a colon is missing behind {_mend.split_comment(edit.old)[0].strip()}"
    if edit.kind == _mend.PYTHON_2 and edit.new is not None:
        return f"this is Python 2: write {_mend.split_comment(edit.new)[0].strip()!r}"
    return edit.kind


def _behind(edit: _mend.Edit) -> str:
    _, old, _ = _mend.difference(edit.old, edit.done)
    if not old.strip("\\ \t"):
        return "blanks stand behind the backslash"
    return f"a comment stands behind the {'backslash' if edit.done.rstrip().endswith(BACKSLASH) else 'string'}"


def _of_brackets(lines: Sequence[str], edit: _mend.Edit, new: str, number: Callable[[int], int]) -> str:
    """Which bracket of which line is wrong."""
    start, old, put = _mend.difference(edit.old, new)
    if old and not put:
        return f"the {old.strip()} closes no bracket"
    if old:
        opened = _opened(lines, edit.line, start)
        return edit.kind if opened is None else f"{_of_line(lines, opened, number)} is closed by {old.strip()}"
    bracket = _unclosed(lines, edit, start)
    return edit.kind if bracket is None else f"{_of_line(lines, (bracket.line, bracket.column), number)} is not closed"


def _of_line(lines: Sequence[str], at: tuple[int, int], number: Callable[[int], int]) -> str:
    return f"the {lines[at[0]][at[1]]} of line {number(at[0])}"


def _opened(lines: Sequence[str], last: int, column: int) -> tuple[int, int] | None:
    """The innermost bracket that is open at a place."""
    opened: list[tuple[int, int]] = []
    for line, at, char in _brackets(lines[: last + 1]):
        if (line, at) >= (last, column):
            break
        if char in "([{":
            opened.append((line, at))
        elif opened:
            opened.pop()
    return opened[-1] if opened else None
