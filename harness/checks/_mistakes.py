"""Where exactly code that does not compile is wrong, and what should stand there, told from the edits that mend it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from harness.checks import _mend

_TOKEN = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|\w[\w.]*|\S")
_BRACKET = re.compile(r"[()\[\]{}]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Mistake:
    """Wrong text of some code; lines and columns are indices."""

    kind: str
    line: int
    column: int
    end_line: int  # of a string or bracket that is not closed: where it should have been
    text: str  # of several lines, each whole but the first
    right: str | None  # what should stand in the text's stead; None where nobody can say
    lines: str  # the wrong lines, for telling one mistake from another


def of(code: str, edits: Sequence[_mend.Edit]) -> list[Mistake]:
    """The mistakes that the edits mend."""
    lines = code.split("\n")
    mended = _mend.mended(code, edits).split("\n")
    found: list[Mistake] = []
    strings = _strings(mended)
    for edit in edits:
        # A string that is continued wrongly on several lines is one mistake.
        inside = [node for node in strings if node.lineno - 1 <= edit.line < (node.end_lineno or 0) - 1]
        if edit.kind == _mend.CONTINUATION and inside:
            mistake = _string(lines, mended, inside[0], edit)
            if mistake not in found:
                found.append(mistake)
        else:
            found.append(_mistake(lines, edit))
    return found


def _strings(lines: Sequence[str]) -> list[ast.Constant]:
    tree = _mend.parse("\n".join(lines))
    return [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def _string(lines: Sequence[str], mended: Sequence[str], node: ast.Constant, edit: _mend.Edit) -> Mistake:
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    column = len(lines[first].encode()[: node.col_offset].decode("utf-8", "ignore"))
    # What stands before a line's first word becomes part of the string: then the string is not what it should be.
    indented = any(line[:1].isspace() for line in lines[first + 1 : last + 1])
    return Mistake(
        kind=edit.kind,
        line=first,
        column=column,
        end_line=last,
        text=_span(lines, first, column, last),
        right=None if indented else _span(mended, first, column, last),
        lines=" ".join(" ".join(lines[first : last + 1]).split()),
    )


def _span(lines: Sequence[str], first: int, column: int, last: int) -> str:
    return "\n".join([lines[first][column:], *lines[first + 1 : last + 1]]).rstrip()


def _mistake(lines: Sequence[str], edit: _mend.Edit) -> Mistake:
    if edit.new is None:
        start = len(edit.old) - len(edit.old.lstrip())
        return _on_line(edit, start, edit.old.strip(), None)
    start, old, new = _mend.difference(edit.old, edit.new)
    if edit.kind == _mend.BRACKETS and not old:
        bracket = _unclosed(lines, edit, start)
        if bracket is not None and bracket.line <= bracket.last:
            return _construct(lines, edit, bracket)
    if edit.kind == _mend.QUOTE:
        first = min(start, _quote(edit.old, start))
        return _on_line(edit, first, edit.old[first:].rstrip(), edit.new[first:].rstrip())
    if old and (not old[0].isspace() or edit.kind == _mend.CONTINUATION):
        return _on_line(edit, start, old, new)
    if old:
        # Of `print x` the blank alone is no word: the statement is wrong.
        first = _margin(edit.old)
        texts = [_mend.split_comment(line)[0] for line in (edit.old, edit.new)]
        return _on_line(edit, first, texts[0][first:], texts[1][first:])
    return _inserted(edit, start, new)


def _on_line(edit: _mend.Edit, column: int, text: str, right: str | None) -> Mistake:
    return Mistake(
        kind=edit.kind,
        line=edit.line,
        column=column,
        end_line=edit.line,
        text=text,
        right=right,
        lines=" ".join(edit.old.split()),
    )


def _inserted(edit: _mend.Edit, at: int, new: str) -> Mistake:
    """Something is missing: the token before it, or else behind it, is what a reader looks at."""
    tokens = list(_TOKEN.finditer(edit.old))
    before = [token for token in tokens if token.end() == at]
    behind = [token for token in tokens if token.start() >= at]
    if before:
        return _on_line(edit, before[0].start(), before[0][0], before[0][0] + new)
    token = behind[0] if behind else tokens[-1]
    start = min(at, token.start())
    return _on_line(edit, start, edit.old[start : token.end()], new + edit.old[start : token.end()])


def _quote(line: str, before: int) -> int:
    """Where the quotation begins that is open at a place."""
    return max(line.rfind("'", 0, before), line.rfind('"', 0, before)) if "'" in line or '"' in line else before


# - Brackets


def _construct(lines: Sequence[str], edit: _mend.Edit, bracket: _Bracket) -> Mistake:
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
        kind=edit.kind,
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
