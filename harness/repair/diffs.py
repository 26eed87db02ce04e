"""Edits as unified diffs and back: diffs of one tree are merged, and applied wholly or not at all."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from harness.repair.edit import Edit

CONTEXT = 3
HEADER = re.compile(r"@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@")
WORD = re.compile(r"\w+")
#: Lines around an edit that are compared: its context, and that of one so near that they go into one hunk.
AROUND = 2 * CONTEXT + 1
NO_NEWLINE = "\\ No newline at end of file"


class ConflictError(Exception):
    """Edits that cannot be made: the message names file and line."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Hunk:
    """A stretch of a file: what stands there from line `line` on, and what is to stand there."""

    line: int
    old: tuple[str, ...]
    new: tuple[str, ...]


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with the edits made.  Raises ConflictError when two of them overlap, or a text is not as expected."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    pieces: list[str] = []
    position = 0
    gone = False  # whether the last edit takes something away
    for edit in sorted(dict.fromkeys(edits), key=lambda item: (item.line, item.column, item.end_line, item.old != "")):
        start = starts[edit.line - 1] + edit.column - 1
        if gone and start + len(edit.old) < position and not (edit.old + edit.new).strip(" "):
            continue  # blanks of what goes
        gone = bool(edit.old) and not edit.new
        if start < position or text[start : start + len(edit.old)] != edit.old:
            raise ConflictError(f"{edit.file}:{edit.line}: two corrections of the same words")
        pieces += [text[position:start], edit.new]
        position = start + len(edit.old)
    return "".join([*pieces, text[position:]])


def unified(file: str, text: str, edits: Iterable[Edit]) -> str:
    """The edits of a text as a diff that `git apply` and `patch -p1` take; "" when they change nothing.

    Raises ConflictError as `edited` does.
    """
    lines = _lines(text)
    told: list[str] = []
    shift = 0
    for start, end, inside in _windows(len(lines), edits):
        # Only what is around the edits is compared: files are long, and have many lines more than once.
        before = lines[start:end]
        after = _lines(edited("".join(before), (replace(edit, line=edit.line - start) for edit in inside)))
        matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
        for group in matcher.get_grouped_opcodes(CONTEXT):
            old = _span(group[0][1] + start, group[-1][2] + start)
            new = _span(group[0][3] + start + shift, group[-1][4] + start + shift)
            told.append(f"@@ -{old} +{new} @@\n")
            for kind, first, last, low, high in group:
                if kind == "equal":
                    told += [f" {line}" for line in before[first:last]]
                else:
                    told += [f"-{line}" for line in before[first:last]]
                    told += [f"+{line}" for line in after[low:high]]
        shift += len(after) - len(before)
    if not told:
        return ""
    told = [f"--- a/{file}\n", f"+++ b/{file}\n", *told]
    return "".join(line if line.endswith("\n") else f"{line}\n{NO_NEWLINE}\n" for line in told)


def _lines(text: str) -> list[str]:
    """Lines with their ends; as `patch` has it, nothing but a line feed ends one."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _windows(count: int, edits: Iterable[Edit]) -> Iterator[tuple[int, int, list[Edit]]]:
    """Stretches of so many lines that the edits are in, with what a diff shows around them: indices and edits."""
    found: list[tuple[int, int, list[Edit]]] = []
    for edit in sorted(edits, key=lambda item: item.line):
        start, end = max(0, edit.line - 1 - AROUND), min(count, edit.end_line + AROUND)
        if found and start <= found[-1][1]:
            first, last, inside = found.pop()
            found.append((first, max(last, end), [*inside, edit]))
        else:
            found.append((start, end, [edit]))
    yield from found


def _span(start: int, end: int) -> str:
    """Lines as a diff names them: the first, counted from 1, and how many."""
    count = end - start
    if count == 1:
        return str(start + 1)
    return f"{start + 1 if count else start},{count}"


def parse(patch: str) -> dict[str, list[Hunk]]:
    """The hunks of a diff, by file.  Raises ConflictError for what is no diff of ours."""
    found: dict[str, list[Hunk]] = defaultdict(list)
    file = ""
    lines = iter(patch.split("\n"))
    for line in lines:
        if line.startswith("+++ "):
            file = line[4:].removeprefix("b/")
        elif header := HEADER.match(line):
            if not file:
                raise ConflictError("a patch without a file")
            found[file].append(_hunk(int(header[1]), int(header[2] or 1), int(header[3] or 1), lines))
    return dict(found)


def _hunk(start: int, before: int, after: int, lines: Iterator[str]) -> Hunk:
    old: list[str] = []
    new: list[str] = []
    while len(old) < before or len(new) < after:
        line = next(lines, None)
        if line is None:
            raise ConflictError("a patch that is torn")
        kind, text = line[:1] or " ", line[1:]
        if kind in (" ", "-"):
            old.append(text)
        if kind in (" ", "+"):
            new.append(text)
    return Hunk(line=start, old=tuple(old), new=tuple(new))


# - Merging


def merge(patches: Mapping[str, str]) -> tuple[str, list[str]]:
    """One diff of many of the same tree, by name, and what is wrong with those that were left out.

    Changes of several of them to one line go together as long as they are about different words of it.
    """
    known: dict[str, dict[int, str]] = defaultdict(dict)
    accepted: dict[str, list[Edit]] = defaultdict(list)
    conflicts: list[str] = []
    for name, patch in patches.items():
        lines: dict[tuple[str, int], str] = {}
        edits: dict[str, list[Edit]] = defaultdict(list)
        try:
            for file, hunks in parse(patch).items():
                for hunk in hunks:
                    lines |= {(file, hunk.line + number): text for number, text in enumerate(hunk.old)}
                    edits[file] += _edits(file, hunk)
            for (file, number), text in lines.items():
                if known[file].get(number, text) != text:
                    raise ConflictError(f"{file}:{number}: another release's text")
            for file, new in edits.items():
                here = {**known[file], **{number: text for (other, number), text in lines.items() if other == file}}
                _hunks(file, here, [*accepted[file], *new])
        except ConflictError as error:
            conflicts.append(f"{name}: {error}")
            continue
        for (file, number), text in lines.items():
            known[file][number] = text
        for file, new in edits.items():
            accepted[file] += new
    told = [_told(file, _hunks(file, known[file], accepted[file])) for file in sorted(accepted) if accepted[file]]
    return "".join(told), conflicts


def _edits(file: str, hunk: Hunk) -> Iterator[Edit]:
    """The changed words of a hunk."""
    matcher = difflib.SequenceMatcher(a=hunk.old, b=hunk.new, autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind == "equal":
            continue
        if end - start == last - first:
            for number in range(end - start):
                yield from _words(file, hunk.line + start + number, hunk.old[start + number], hunk.new[first + number])
        else:
            old = "".join(line + "\n" for line in hunk.old[start:end])
            new = "".join(line + "\n" for line in hunk.new[first:last])
            yield Edit(file=file, line=hunk.line + start, column=1, old=old, new=new)


def _words(file: str, line: int, old: str, new: str) -> Iterator[Edit]:
    """What differs between two lines; blanks behind the last word that does, by which a column moves, are apart.

    Of lines of as many words each word that differs is one change: others may change another, or the same to the same.
    """
    if WORD.split(old) == WORD.split(new):
        for before, after in zip(WORD.finditer(old), WORD.finditer(new), strict=True):
            if before[0] != after[0]:
                yield Edit(file=file, line=line, column=before.start() + 1, old=before[0], new=after[0])
        return
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    changed = [each for each in matcher.get_opcodes() if each[0] != "equal"]
    blanks = []
    while changed and not (old[changed[-1][1] : changed[-1][2]] + new[changed[-1][3] : changed[-1][4]]).strip(" "):
        blanks.append(changed.pop())
    if changed:
        (_, start, _, first, _), (_, _, end, _, last) = changed[0], changed[-1]
        yield Edit(file=file, line=line, column=start + 1, old=old[start:end], new=new[first:last])
    least = changed[-1][2] if changed else 0
    for _, start, end, first, last in blanks:
        more = (last - first) - (end - start)
        # Of a run of blanks the first ones go, and others are put in behind the last.
        at = len(old[:end].rstrip(" ")) if more < 0 else end + len(old[end:]) - len(old[end:].lstrip(" "))
        at = max(at, least)
        yield Edit(file=file, line=line, column=at + 1, old=" " * -more, new=" " * more)


def _hunks(file: str, known: Mapping[int, str], edits: Sequence[Edit]) -> list[Hunk]:
    """The hunks that make the edits, each of lines that are known and stand below one another."""
    found: list[Hunk] = []
    numbers = sorted(known)
    while numbers:
        count = 1
        while count < len(numbers) and numbers[count] == numbers[0] + count:
            count += 1
        run, numbers = numbers[:count], numbers[count:]
        # What is put in before the first line that is not known any more belongs to the lines above it.
        inside = [edit for edit in edits if run[0] <= edit.line <= run[-1] + 1]
        text = "".join(known[number] + "\n" for number in run)
        moved = [
            Edit(file=file, line=edit.line - run[0] + 1, column=edit.column, old=edit.old, new=edit.new)
            for edit in inside
        ]
        if moved:
            new = edited(text, moved)
            found.append(Hunk(line=run[0], old=tuple(text.split("\n")[:-1]), new=tuple(new.split("\n")[:-1])))
    return found


def _told(file: str, hunks: Iterable[Hunk]) -> str:
    """Hunks as a diff."""
    told = [f"--- a/{file}\n+++ b/{file}\n"]
    shift = 0
    for hunk in hunks:
        told.append(f"@@ -{hunk.line},{len(hunk.old)} +{hunk.line + shift},{len(hunk.new)} @@\n")
        matcher = difflib.SequenceMatcher(a=hunk.old, b=hunk.new, autojunk=False)
        for kind, start, end, first, last in matcher.get_opcodes():
            if kind == "equal":
                told += [f" {line}\n" for line in hunk.old[start:end]]
            else:
                told += [f"-{line}\n" for line in hunk.old[start:end]]
                told += [f"+{line}\n" for line in hunk.new[first:last]]
        shift += len(hunk.new) - len(hunk.old)
    return "".join(told)


# - Applying


def apply(text: str, file: str, hunks: Iterable[Hunk]) -> str:
    """The text with the hunks made, each where it stands or, in a text that has moved, at the nearest place.

    A hunk that has been made already is passed over.  Raises ConflictError when one does not fit.
    """
    lines = text.split("\n")
    shift = 0
    for hunk in hunks:
        at = _nearest(lines, hunk.old, hunk.line - 1 + shift)
        if at is None:
            if _nearest(lines, hunk.new, hunk.line - 1 + shift) is None:
                raise ConflictError(f"{file}:{hunk.line}: other text stands there")
            continue
        lines[at : at + len(hunk.old)] = hunk.new
        shift = at - (hunk.line - 1) + len(hunk.new) - len(hunk.old)
    return "\n".join(lines)


def _nearest(lines: Sequence[str], wanted: Sequence[str], near: int) -> int | None:
    """Where some lines stand below one another, nearest to a line."""
    found = [
        at
        for at in range(len(lines) - len(wanted) + 1)
        if lines[at] == wanted[0] and tuple(lines[at : at + len(wanted)]) == tuple(wanted)
    ]
    return min(found, key=lambda at: (abs(at - near), at), default=None)
