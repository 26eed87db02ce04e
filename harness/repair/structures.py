"""What is left out of the docs, or stands in another form: items of lists, rows and columns of tables, blocks of code.

What goes is only what says nothing but what is wrong; around it everything stays, and stays right.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from harness.model import Place, Sample
from harness.repair.edit import Edit

#: What begins a table.
BORDER = re.compile(r"\s*(=+( +=+)+|\+[-=]+(\+[-=]+)*\+)\s*$")
#: A field of a list whose title is a literal, and nothing else: ":``celery[redis]``:".
FIELD = re.compile(r"\s*:``[^`]+``:\s*$")
#: What stands between the commas of a row of names.
WORDS = re.compile(r"[\w`]+(?: [\w`]+){0,3}_?")
BULLET = re.compile(r"\s*[-*] +")
#: A row of a table whose first cell is a literal: its other cells are about that.
ROW = re.compile(r"(?P<cell>``(?P<word>\w+)``)(?P<gap>\s*)\S")
MARGIN = re.compile(r"Malformed table.*Text in column margin in table line \d+", re.S)
#: Parameters of a described method behind the first: ", Bucket=TokenBucket".
DEFAULT = r"(?:=[^,()\[\]{}]+)?"


def indent_of(line: str) -> int:
    """The blanks before a line's first word."""
    return len(line) - len(line.lstrip())


# - Items of lists


def without_item(place: Place, lines: Sequence[str]) -> list[Edit] | None:
    """The edits by which a list does not name what a place does; None where something else would be left wrong."""
    index = place.line - 1
    if not 0 <= index < len(lines):
        return None
    return _without_field(place, index, lines) or _without_word(place, index, lines)


def _without_field(place: Place, index: int, lines: Sequence[str]) -> list[Edit] | None:
    """A field that is about nothing else, among others: it goes with its text."""
    title = re.compile(rf"\s*:``[^`,]*(?<!\w){re.escape(place.text)}(?!\w)[^`,]*``:\s*$")
    if title.match(lines[index]) is None:
        return None
    depth = indent_of(lines[index])
    end = index + 1
    while end < len(lines) and (not lines[end].strip() or indent_of(lines[end]) > depth):
        end += 1
    follows = end < len(lines) and FIELD.match(lines[end]) and indent_of(lines[end]) == depth
    if not follows or index + 1 == end:
        return None
    old = "".join(line + "\n" for line in lines[index:end])
    return [Edit(file=place.file, line=index + 1, column=1, old=old, new="")]


def _without_word(place: Place, index: int, lines: Sequence[str]) -> list[Edit] | None:
    """A word of a row of words between commas, of which the item consists."""
    line = lines[index]
    bullet = BULLET.match(line)
    start = place.column - 1
    if bullet is None or "\n" in place.text or line[start : start + len(place.text)] != place.text:
        return None
    if index + 1 < len(lines) and lines[index + 1].strip() and not BULLET.match(lines[index + 1]):
        return None  # the item goes on
    words = line[bullet.end() :].split(", ")
    if len(words) < 2 or place.text not in words or not all(map(WORDS.fullmatch, words)):
        return None
    first = words[0] == place.text
    old = f"{place.text}, " if first else f", {place.text}"
    column = place.column if first else place.column - 2
    return [Edit(file=place.file, line=place.line, column=column, old=old, new="")]


# - Labels


def moved_label(place: Place, number: int, lines: Sequence[str]) -> list[Edit] | None:
    """The edits that put a label above the title on another line of its page."""
    first, title = place.line - 1, number - 1
    if not (0 <= first < title < len(lines)) or lines[first].rstrip() != place.text or not lines[title].strip():
        return None
    after = first + 1
    while after < title and not lines[after].strip():
        after += 1
    # A title may have a line above it, too; what stands before it belongs to the section before.
    above = title - 1 if title + 1 < len(lines) and lines[title - 1].rstrip() == lines[title + 1].rstrip() else title
    if lines[above - 1].strip():
        return None
    old = "".join(line + "\n" for line in lines[first:after])
    return [
        Edit(file=place.file, line=place.line, column=1, old=old, new=""),
        Edit(file=place.file, line=above + 1, column=1, old="", new=f"{place.text}\n\n"),
    ]


# - Tables


def without_row(place: Place, lines: Sequence[str]) -> list[Edit] | None:
    """The edit that takes a row out of a table: that of a literal that fills the first cell, in one line."""
    index = place.line - 1
    if index < 1 or index + 1 >= len(lines):
        return None
    match = ROW.match(lines[index])
    beside = [lines[index - 1], lines[index + 1]]
    if match is None or match["word"] != place.text or not all(ROW.match(each) for each in beside):
        return None
    return [Edit(file=place.file, line=place.line, column=1, old=lines[index] + "\n", new="")]


def widened(place: Place, observed: str, lines: Sequence[str]) -> list[Edit] | None:
    """The edits that make the first column of a table of two as wide as its longest cell."""
    if MARGIN.search(observed) is None:
        return None
    first = last = place.line - 1
    while first > 0 and lines[first - 1].strip():
        first -= 1
    while last + 1 < len(lines) and lines[last + 1].strip():
        last += 1
    borders = [number for number in range(first, last + 1) if BORDER.match(lines[number]) and "=" in lines[number]]
    if len(borders) != 3 or borders[0] != first or borders[2] != last or len({lines[each] for each in borders}) != 1:
        return None
    columns = re.fullmatch(r"(=+)( +)(=+)\s*", lines[first])
    if columns is None:
        return None
    width, start = len(columns[1]), len(columns[1]) + len(columns[2])
    rows = {number: lines[number] for number in range(first, last + 1) if number not in borders}
    broken = {number: ROW.match(line) for number, line in rows.items() if line[width:start].strip()}
    if not broken or not all(broken.values()) or any(line[:1].isspace() for line in rows.values()):
        return None
    more = max(len(match["cell"]) for match in broken.values() if match) - width
    if more <= 0:
        return None
    return [
        *(_put(place, number, width, "=" * more) for number in borders),
        *(
            _put(place, number, start, " " * more)
            for number, line in rows.items()
            if number not in broken and line[start:].strip()
        ),
        *(
            Edit(file=place.file, line=number + 1, column=match.end("cell") + 1, old=match["gap"],
                 new=" " * (start + more - match.end("cell")))
            for number, match in broken.items()
            if match
        ),
    ]  # fmt: skip


def _put(place: Place, index: int, at: int, text: str) -> Edit:
    return Edit(file=place.file, line=index + 1, column=at + 1, old="", new=text)


# - Parameters


def without_parameter(place: Place, claim: str, observed: str, lines: Sequence[str]) -> list[Edit] | None:
    """The edit by which a described method does not take what it does not take, all that it does being told.

    `claim` is the described signature, `observed` says what is taken.
    """
    index = place.line - 1
    taken = re.search(r" takes (?P<names>.+)$", observed, re.S)
    if taken is None or not 0 <= index < len(lines):
        return None
    names = [] if taken["names"] == "nothing" else re.findall(r"(?:^|, )\**(\w+)", taken["names"])
    if not all(re.search(rf"(?<!\w){name}(?!\w)", claim) for name in names if name not in ("self", "cls")):
        return None  # it may be meant for what is not told
    match = re.compile(rf", {re.escape(place.text)}{DEFAULT}(?=[,)])").search(lines[index], place.column - 3)
    if match is None or match.start() != place.column - 3 or _speaks_of(place.text, index, lines):
        return None
    return [Edit(file=place.file, line=place.line, column=match.start() + 1, old=match[0], new="")]


def _speaks_of(name: str, index: int, lines: Sequence[str]) -> bool:
    """Whether the text of a directive names one of its parameters."""
    for line in lines[index + 1 :]:
        if line.strip() and indent_of(line) <= indent_of(lines[index]):
            return False
        if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", line):
            return True
    return False


# - Code


def after_class(place: Place, sample: Sample, lines: Sequence[str]) -> list[Edit] | None:
    """The edits that put statements below a class that stand in it, and use it: they follow its last method."""
    code = sample.code.split("\n")
    if any(line.lstrip().startswith(">>>") for line in code) or place.line not in sample.lines:
        return None
    try:
        tree = ast.parse(sample.code)
    except SyntaxError:
        return None
    at = sample.lines.index(place.line) + 1
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == place.text]
    own = next((node for node in classes if node.lineno < at <= (node.end_lineno or 0)), None)
    if own is None:
        return None
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    methods = [number for number, each in enumerate(own.body) if isinstance(each, kinds)]
    behind = own.body[methods[-1] + 1 :] if methods else []
    if not behind or not all(_is_about(own.name, each, behind[number + 1 :]) for number, each in enumerate(behind)):
        return None
    depth = behind[0].col_offset - own.col_offset
    edits = []
    for index in range(behind[0].lineno - 1, behind[-1].end_lineno or 0):
        number = sample.lines[index]
        if code[index].strip():
            edits.append(Edit(file=place.file, line=number, column=sample.columns[index], old=" " * depth, new=""))
    there = all(lines[each.line - 1][each.column - 1 :].startswith(each.old) for each in edits)
    return edits if there else None


def _is_about(name: str, node: ast.stmt, following: Sequence[ast.stmt]) -> bool:
    """Whether a statement uses a name, or binds what statements behind it use that do."""
    if name in _read(node):
        return True
    bound = {each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
    return any(bound & _read(each) and name in _read(each) for each in following)


def _read(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)}


def with_argument(place: Place, argument: str, sample: Sample) -> list[Edit] | None:
    """The edit that gives a call the argument that it needs, where the sample has an object of that very name."""
    if place.line not in sample.lines:
        return None
    try:
        tree = ast.parse(sample.code)
    except SyntaxError:
        return None
    at = sample.lines.index(place.line) + 1
    calls = [each for each in _calls(tree) if each.lineno == at and _called(each) == place.text]
    if len(calls) != 1 or argument not in _read(tree):
        return None
    given = [*calls[0].args, *(each.value for each in calls[0].keywords)]
    if not given:
        return None
    last = max(given, key=lambda each: (each.end_lineno or 0, each.end_col_offset or 0))
    index = (last.end_lineno or 1) - 1
    column = len(sample.code.split("\n")[index].encode()[: last.end_col_offset].decode("utf-8", "ignore"))
    new = f", {argument}={argument}"
    return [Edit(file=place.file, line=sample.lines[index], column=sample.columns[index] + column, old="", new=new)]


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (each for each in ast.walk(tree) if isinstance(each, ast.Call))


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
