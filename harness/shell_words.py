"""A command line taken apart as a POSIX shell does it: simple commands, their words, what parts them.

Nothing is expanded.  A word that the shell, or the reader, would put something else for says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

#: What a reader fills in, in which blanks and bars part nothing: <name>, {start|stop}, [a|b].
PLACEHOLDER = re.compile(r"<[A-Za-z][^<>|&;]*>|\{[^{}'\"\s]*\|[^{}'\"]*\}|\[[^\[\]'\"\s]*\|[^\[\]'\"]*\]")
#: What the docs leave out.
LEFT_OUT = re.compile(r"…|\.\.\.")
ASSIGNMENT = re.compile(r"^[A-Za-z_]\w*=")
#: Programs that start the program named after them.
STARTERS = frozenset({"sudo", "exec", "nohup", "time", "env"})

_REDIRECTION = re.compile(r"&>>?|>>|>&|>\||>|<<<|<<-?|<&|<>|<")
_OPERATOR = re.compile(r"\|\||&&|\|&|;;|[|&;()]")
_EXPANSION = re.compile(r"\$[\w{(?!@*#$'\"-]")
_ESCAPED_IN_QUOTES = frozenset('$`"\\')
#: Characters that make an unquoted word another one, or several.
_SPECIAL = frozenset("*{}[]`")
_MASK = "\ue000"

Role = Literal["", "placeholder", "expansion"]
#: A line of what is entered: its index, where it begins, its whole text.
Piece = tuple[int, int, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """A word of a command line, without its quotes."""

    text: str
    line: int  # index
    column: int  # index of its first character, an opening quote included
    vague: bool  # stands for something else, or for nothing at all
    role: Role = ""  # who puts what is meant in its place: the reader or the shell


@dataclass(frozen=True, kw_only=True, slots=True)
class Simple:
    """One command."""

    words: tuple[Word, ...]  # up to the first redirection
    before: str  # the operator that parts it from the command before: "|", "&&", "||", ";", "&", "("; "" for the first
    redirections: tuple[str, ...] = ()  # operators: "<", ">", ">>", "<<"


class UnclosedError(ValueError):
    """A quotation does not close; `line` and `column` are where it begins."""

    def __init__(self, line: int, column: int) -> None:
        super().__init__("a quotation does not close")
        self.line = line
        self.column = column


@dataclass(slots=True)
class _Text:
    """What is entered, as one text; what the reader fills in is masked."""

    masked: str
    plain: str
    places: Sequence[tuple[int, int]]  # line and column of each character
    closing: Mapping[int, int]  # of each parenthesis that is closed: where
    here: list[str] = field(default_factory=list)  # delimiters of documents that follow


def split(pieces: Sequence[Piece]) -> tuple[list[Simple], list[str]]:
    """The commands of what is entered, and the words that end the documents below it (`<<END`).

    Raises UnclosedError.
    """
    text = _join(pieces)
    return list(_commands(text)), text.here


def words(text: str) -> list[Word]:
    """The words of the first command of one line; none when its quotation does not close."""
    try:
        commands, _ = split([(0, 0, text)])
    except UnclosedError:
        return []
    return list(commands[0].words) if commands else []


def program(command: Sequence[Word]) -> list[Word]:
    """The command without assignments and without the programs that start the one that is meant."""
    rest = list(command)
    while rest and (ASSIGNMENT.match(rest[0].text) or rest[0].text in STARTERS):
        rest.pop(0)
    return rest


def arguments_of(name: str, command: Sequence[Word]) -> list[Word] | None:
    """What a command hands to a program (by name, by path or by `python -m`); None when it starts another."""
    rest = program(command)
    if len(rest) > 2 and re.fullmatch(r"python[\d.]*", rest[0].text) and rest[1].text == "-m":
        rest = rest[2:]
    if not rest or rest[0].text.rpartition("/")[2] != name:
        return None
    return rest[1:]


def _join(pieces: Sequence[Piece]) -> _Text:
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    for number, (line, start, text) in enumerate(pieces):
        end = len(text)
        continued = text[start:].rstrip().endswith("\\")
        if continued:
            end = start + text[start:].rstrip().rindex("\\")
        letters += text[start:end]
        places += ((line, column) for column in range(start, end))
        if number + 1 < len(pieces) and not continued:
            letters.append("\n")
            places.append((line, end))
    plain = "".join(letters)
    masked = PLACEHOLDER.sub(lambda match: _MASK * len(match[0]), plain)
    return _Text(masked=masked, plain=plain, places=places, closing=dict(_parentheses(masked)))


def _parentheses(text: str) -> Iterator[tuple[int, int]]:
    opened: list[int] = []
    for index, char in enumerate(text):
        if char == "(":
            opened.append(index)
        elif char == ")" and opened:
            yield opened.pop(), index


def _commands(text: _Text) -> Iterator[Simple]:
    current: list[Word] = []
    redirections: list[str] = []
    before, index = "", 0
    while index < len(text.masked):
        char = text.masked[index]
        if char.isspace():
            index += 1
        elif char == "#":
            end = text.masked.find("\n", index)
            index = len(text.masked) if end < 0 else end
        elif redirection := _REDIRECTION.match(text.masked, index):
            redirections.append(redirection[0])
            index = redirection.end()
        elif operator := _OPERATOR.match(text.masked, index):
            if current:
                yield Simple(words=tuple(current), before=before, redirections=tuple(redirections))
            current, redirections = [], []
            before = operator[0] if operator[0] != ")" else before
            index = operator.end()
        else:
            word, index = _word(text, index)
            if redirections:
                if redirections[-1] in ("<<", "<<-"):
                    text.here.append(word.text)
            elif not (word.text.isdigit() and text.masked[index : index + 1] in ("<", ">")):  # 2>file: a descriptor
                current.append(word)
    if current:
        yield Simple(words=tuple(current), before=before, redirections=tuple(redirections))


def _word(text: _Text, index: int) -> tuple[Word, int]:
    """The word that begins at an index, and where it ends."""
    masked, first, quote = text.masked, index, ""
    letters: list[str] = []
    role: Role = ""
    expands = False
    while index < len(masked):
        char = masked[index]
        step = 1
        if quote != "'" and (span := _substitution(text, index)):
            letters.append(text.plain[index:span])
            expands, step = True, span - index
        elif quote:
            if char == quote:
                quote = ""
            elif char == "\\" and quote == '"' and masked[index + 1 : index + 2] in _ESCAPED_IN_QUOTES:
                letters.append(masked[index + 1 : index + 2])
                step = 2
            else:
                expands = expands or (quote == '"' and bool(_EXPANSION.match(masked, index)))
                letters.append(text.plain[index])
        elif char in "'\"":
            quote, opened = char, index
        elif char == "\\" and index + 1 < len(masked):
            letters.append(text.plain[index + 1])
            step = 2
        elif char.isspace() or char in "|&;()<>":
            break
        else:
            expands = expands or char in _SPECIAL or bool(_EXPANSION.match(masked, index))
            letters.append(text.plain[index])
        if masked[index] == _MASK:
            role = "placeholder"
        index += step
    if quote:
        line, column = text.places[first] if text.places[first][0] == text.places[opened][0] else text.places[opened]
        raise UnclosedError(line, column)
    content = "".join(letters)
    if LEFT_OUT.search(content) or (expands and re.fullmatch(r"\[[^\[\]]*\]|\{[^{}]*\}", content)):
        role = "placeholder"  # also what a synopsis writes for what may be left out
    elif expands and not role:
        role = "expansion"
    line, column = text.places[first]
    return Word(text=content, line=line, column=column, vague=bool(role), role=role), index


def _substitution(text: _Text, index: int) -> int:
    """Where a command substitution that begins here ends; 0 when none begins."""
    if text.masked.startswith("$(", index):
        return text.closing.get(index + 1, -1) + 1
    if text.masked[index] == "`":
        return text.masked.find("`", index + 1) + 1
    return 0
