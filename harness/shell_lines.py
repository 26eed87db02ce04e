"""Console samples as what is entered: prompts, continued lines, and the output that stands below."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.shell_words import Piece, Simple, UnclosedError, Word, arguments_of, program, split, words

__all__ = ["Entry", "Piece", "Simple", "UnclosedError", "Word", "arguments_of", "commands", "entries", "program",
           "read", "words"]  # fmt: skip

PROMPT = re.compile(
    r"""^\s*(?:\([\w.-]+\)\s*)?                       # (virtualenv)
    (?:\[[^\[\]]*\]\s*[$%]                            # [user@host dir]$
      |(?!\d+[$%])[\w.@:~/-]*\$                       # user@host:dir$
      |(?:[\w.-]+@[\w.-]+[\w.@:~/-]*)?%               # host%
      |(?:PS\s)?[A-Za-z]:\\[^<>|]*>                   # C:\\dir>
    )(?:\s+|(?<=>)(?=\S))""",
    re.VERBOSE,
)
#: The shell asks for the rest of what is not complete.
MORE = re.compile(r"\s*> ")
#: How a command begins; a line of a log, or of prose, mostly does not.
COMMAND = re.compile(r"\s*(?:[A-Za-z_]\w*=|[\w./~+-]+(?:\s|$))")
#: A word between two command lines that is none of them.
CONNECTIVE = re.compile(r"\s*(?:\.\.\.)?(?:or|and|then|and then|or else)(?:\.\.\.)?[,:.]?\s*", re.I)
#: Lines that show nothing: comments, and dots for what is left out.
NOTHING = re.compile(r"\s*(?:#.*|\.{2,}|…|\[(?:\.{3}|…)\])?\s*")
#: As many lines as an open quotation is looked for its end in.
LONGEST = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """What is entered at one prompt (or on one line, where there are no prompts), continued lines included."""

    pieces: tuple[Piece, ...]
    commands: tuple[Simple, ...]  # none when the quoting does not close
    error: UnclosedError | None
    prompted: bool
    shown: str | None  # the output below it, None where it shows none


def read(lines: Sequence[str]) -> Sequence[Entry]:
    """What is entered: after prompts where there are prompts, else on every line."""
    return _kept(tuple(lines))


# A dozen checks read the same sample, one after the other.
@functools.lru_cache(maxsize=64)
def _kept(lines: tuple[str, ...]) -> tuple[Entry, ...]:
    return tuple(_read(lines))


def _read(lines: Sequence[str]) -> Iterator[Entry]:
    prompted = any(PROMPT.match(line) for line in lines)
    index = 0
    while index < len(lines):
        match = PROMPT.match(lines[index])
        if (prompted and not match) or (not prompted and CONNECTIVE.fullmatch(lines[index])):
            index += 1
            continue
        pieces: list[Piece] = [(index, match.end() if match else 0, lines[index])]
        index += 1
        while index < len(lines) and _continues(lines[index - 1], lines[index], prompted):
            pieces.append(_more(index, lines[index], prompted))
            index += 1
        error: UnclosedError | None = None
        simple: list[Simple] = []
        here: list[str] = []
        try:
            simple, here = split(pieces)
        except UnclosedError as unclosed:
            error = unclosed
            for number, longer in _longer(lines, index, pieces, prompted):
                try:
                    simple, here = split(longer)
                except UnclosedError:
                    continue
                pieces, index, error = longer, number + 1, None
                break
        for delimiter in here:
            index = _behind(lines, index, delimiter)
        below = index
        if prompted:
            while index < len(lines) and not PROMPT.match(lines[index]):
                index += 1
        yield Entry(
            pieces=tuple(pieces),
            commands=tuple(simple),
            error=error,
            prompted=prompted,
            shown=_shown(lines[below:index]),
        )


def entries(lines: Sequence[str]) -> Iterator[tuple[list[Piece], list[list[Word]], UnclosedError | None]]:
    """What is entered at once: its pieces (line, where it begins, text), its commands, what is wrong with it."""
    for entry in read(lines):
        yield list(entry.pieces), [list(command.words) for command in entry.commands], entry.error


def commands(lines: Sequence[str]) -> list[list[Word]]:
    """The commands that are entered.  A line whose quotation does not close gives nothing."""
    return [command for _, commands, _ in entries(lines) for command in commands]


def _continues(line: str, following: str, prompted: bool) -> bool:
    """Whether a line goes on in the next: by a backslash, or as a session shows what was too long for it."""
    if prompted and PROMPT.match(following):
        return False
    if line.rstrip().endswith("\\"):
        return True
    return prompted and bool(re.match(r"\s+--?[A-Za-z]", following)) and bool(line.strip())


def _longer(
    lines: Sequence[str], index: int, pieces: Sequence[Piece], prompted: bool
) -> Iterator[tuple[int, list[Piece]]]:
    """The entry with one line more, two lines more, …: an open quotation goes on until it is closed."""
    longer = list(pieces)
    if not prompted and not COMMAND.match(pieces[0][2]):
        return
    for number in range(index, min(len(lines), index + LONGEST)):
        if prompted and PROMPT.match(lines[number]):
            return
        longer.append(_more(number, lines[number], prompted))
        yield number, longer


def _more(number: int, line: str, prompted: bool) -> Piece:
    match = MORE.match(line) if prompted else None
    return number, match.end() if match else 0, line


def _behind(lines: Sequence[str], index: int, delimiter: str) -> int:
    """The line behind a document that ends with a delimiter; the same line when it does not end."""
    for number in range(index, len(lines)):
        if lines[number].strip().removeprefix("> ") == delimiter:
            return number + 1
    return index


def _shown(lines: Sequence[str]) -> str | None:
    shown = list(lines)
    while shown and (not shown[-1].strip() or CONNECTIVE.fullmatch(shown[-1])):
        shown.pop()
    if all(NOTHING.fullmatch(line) for line in shown):
        return None
    return "\n".join(shown).strip("\n")
