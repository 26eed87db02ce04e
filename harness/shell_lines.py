"""Console samples as simple commands, each word with its place.

No shell: pipes, lists and redirections end a command; what a shell would expand is a word that may be anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

PROMPT = re.compile(r"^\s*(?:\([\w.-]+\)\s*)?(?:[\w.-]+@[\w.-]+)?[\w.@:~/-]*[$%]\s+")
#: What a reader fills in: <name>, in which blanks do not part words.
PLACEHOLDER = re.compile(r"<[A-Za-z][^<>|&;]*>")
#: Characters that make a word something else than it looks: expansions, placeholders, optional parts.
VAGUE = re.compile(r"[$`*{}\[\]<>…\ue000]|\.\.\.")
ASSIGNMENT = re.compile(r"^[A-Za-z_]\w*=")
#: Programs that start the program named after them.
STARTERS = frozenset({"sudo", "exec", "nohup", "time", "env"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """A word of a command line, without its quotes."""

    text: str
    line: int  # index
    column: int  # index of its first character, an opening quote included
    vague: bool  # stands for something else, or for nothing at all


class UnclosedError(ValueError):
    """A quotation does not close; `line` and `column` are where it begins."""

    def __init__(self, line: int, column: int) -> None:
        super().__init__("a quotation does not close")
        self.line = line
        self.column = column


def commands(lines: Sequence[str]) -> list[list[Word]]:
    """The commands that are entered: after prompts where there are prompts, else on every line.

    A line whose quotation does not close gives nothing.
    """
    return [command for _, commands, _ in entries(lines) for command in commands]


def entries(
    lines: Sequence[str],
) -> Iterator[tuple[list[tuple[int, int, str]], list[list[Word]], UnclosedError | None]]:
    """What is entered at once: its pieces (line, where it begins, text), its commands, what is wrong with it."""
    prompted = any(PROMPT.match(line) for line in lines)
    index = 0
    while index < len(lines):
        match = PROMPT.match(lines[index])
        first = index
        index += 1
        if prompted and not match:
            continue
        pieces = [(first, match.end() if match else 0)]
        while index < len(lines) and _continues(lines[index - 1], lines[index], prompted):
            pieces.append((index, 0))
            index += 1
        entry = [(line, start, lines[line]) for line, start in pieces]
        try:
            yield entry, list(_simple_commands(entry)), None
        except UnclosedError as error:
            yield entry, [], error


def _continues(line: str, following: str, prompted: bool) -> bool:
    """Whether a line goes on in the next: by a backslash, or as a session shows what was too long for it."""
    if line.rstrip().endswith("\\"):
        return True
    return prompted and bool(re.match(r"\s+--?[A-Za-z]", following)) and bool(line.strip())


def words(text: str) -> list[Word]:
    """The words of the first command of one line; none when its quotation does not close."""
    try:
        return next(_simple_commands([(0, 0, text)]), [])
    except UnclosedError:
        return []


def _simple_commands(pieces: Sequence[tuple[int, int, str]]) -> Iterator[list[Word]]:
    current: list[Word] = []
    skipping = False
    for line, start, text in pieces:
        for token in _tokens(line, start, text):
            if isinstance(token, Word):
                if not skipping:
                    current.append(token)
            elif token in "<>":
                skipping = True  # what follows is a file's name
            else:
                if current:
                    yield current
                current, skipping = [], False
    if current:
        yield current


def _tokens(line: int, start: int, text: str) -> Iterator[Word | str]:
    """Words, and of each operator its first character."""
    text = PLACEHOLDER.sub(lambda match: "\ue000" * len(match[0]), text)
    index = start
    while index < len(text):
        char = text[index]
        if char.isspace() or (char == "\\" and not text[index + 1 :].strip()):
            index += 1
        elif char == "#":
            return
        elif char in "|&;()<>":
            yield char
            index += 1
        else:
            word, index = _word(line, text, index)
            yield word


def _word(line: int, text: str, index: int) -> tuple[Word, int]:
    first, quote, letters = index, "", list[str]()
    while index < len(text):
        char = text[index]
        if quote:
            if char == quote:
                quote = ""
            else:
                letters.append(char)
        elif char in "'\"":
            quote = char
        elif char == "\\" and index + 1 < len(text):
            index += 1
            letters.append(text[index])
        elif char.isspace() or char in "|&;()<>":
            break
        else:
            letters.append(char)
        index += 1
    if quote:
        raise UnclosedError(line, first)
    return Word(text="".join(letters), line=line, column=first, vague=bool(VAGUE.search(text[first:index]))), index


def arguments_of(program: str, command: Sequence[Word]) -> list[Word] | None:
    """What a command hands to `program` (by name, by path or by `python -m`); None when it starts another."""
    rest = list(command)
    while rest and (ASSIGNMENT.match(rest[0].text) or rest[0].text in STARTERS):
        rest.pop(0)
    if len(rest) > 2 and re.fullmatch(r"python[\d.]*", rest[0].text) and rest[1].text == "-m":
        rest = rest[2:]
    if not rest or rest[0].text.rpartition("/")[2] != program:
        return None
    return rest[1:]
