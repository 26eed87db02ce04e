"""A command line held against a tree of click commands, as click itself would parse it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from harness.shell_lines import Word

Command = Mapping[str, Any]
Option = Mapping[str, Any]

#: Options after which a command does nothing else, and needs no arguments.
STOPPING = frozenset({"--help", "--list", "--version"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """Something that click refuses."""

    kind: Literal["command", "option", "missing-value", "excess-value", "excess-argument", "choice"]
    word: Word
    name: str  # the unknown command, option or value as it is written
    command: Command
    path: tuple[str, ...]  # of the command: ("celery", "amqp")


@dataclass(kw_only=True, slots=True)
class Parsed:
    """What a command line comes to."""

    path: tuple[str, ...]
    command: Command
    words: list[Word]  # the arguments of the last command
    options: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def given(self) -> list[Word]:
        """Arguments that are surely there: a vague word may be any number of them."""
        return [word for word in self.words if not word.vague]


def parse(command: Command, words: Sequence[Word], path: tuple[str, ...] = ()) -> Parsed:
    """Parse the words behind a command's name."""
    path = (*path, command["name"])
    parsed = Parsed(path=path, command=command, words=[])
    _options(parsed, list(words))
    if not command["group"]:
        if not STOPPING & set(parsed.options):
            parsed.problems += _arguments(parsed)
        return parsed
    if not parsed.words or parsed.words[0].vague:
        return parsed
    name = parsed.words[0]
    child = command["commands"].get(name.text)
    if child is None:
        parsed.problems.append(Problem(kind="command", word=name, name=name.text, command=command, path=path))
        return parsed
    below = parse(child, parsed.words[1:], path)
    below.problems = parsed.problems + below.problems
    return below


def names(command: Command) -> list[str]:
    """All spellings of a command's options."""
    return [name for option in command["options"] for name in (*option["names"], *option["off"])]


def _find(command: Command, name: str) -> Option | None:
    return next((option for option in command["options"] if name in option["names"] or name in option["off"]), None)


def _options(parsed: Parsed, words: list[Word]) -> None:
    while words:
        word = words.pop(0)
        if word.text == "--":
            parsed.words += words
            return
        if word.text.startswith("-") and len(word.text) > 1:
            _option(parsed, word, words)
            continue
        parsed.words.append(word)
        if not parsed.command["allow_interspersed_args"]:
            parsed.words += words
            return


def _option(parsed: Parsed, word: Word, words: list[Word]) -> None:
    command = parsed.command
    name, equals, _ = word.text.partition("=")
    option = _find(command, name)
    if option is None and not name.startswith("--"):
        _short(parsed, word, words)
        return
    if option is None:
        if command["ignore_unknown_options"]:
            parsed.words.append(word)
        elif not word.vague or equals:
            parsed.problems.append(_problem("option", parsed, word, name))
        return
    parsed.options.append(name)
    if option["takes_value"] and not equals:
        _value(parsed, word, option, words)
    elif equals and not option["takes_value"]:
        parsed.problems.append(_problem("excess-value", parsed, word, name))


def _short(parsed: Parsed, word: Word, words: list[Word]) -> None:
    """Options of one letter, together behind one dash, the last with its value."""
    for index, letter in enumerate(word.text[1:], 1):
        option = _find(parsed.command, "-" + letter)
        if option is None:
            if parsed.command["ignore_unknown_options"]:
                parsed.words.append(word)
            elif not word.vague:
                parsed.problems.append(_problem("option", parsed, word, "-" + letter))
            return
        parsed.options.append("-" + letter)
        if option["takes_value"]:
            if index == len(word.text) - 1:
                _value(parsed, word, option, words)
            return


def _value(parsed: Parsed, word: Word, option: Option, words: list[Word]) -> None:
    for _ in range(option["nargs"]):
        if not words:
            parsed.problems.append(_problem("missing-value", parsed, word, word.text))
            return
        words.pop(0)


def _arguments(parsed: Parsed) -> Iterator[Problem]:
    declared = parsed.command["arguments"]
    variadic = any(argument["nargs"] == -1 for argument in declared)
    room = sum(argument["nargs"] for argument in declared)
    if len(parsed.given) > room and not variadic and not parsed.command["allow_extra_args"]:
        word = parsed.given[room]
        yield _problem("excess-argument", parsed, word, word.text)
    for argument, word in zip(declared, parsed.words, strict=False):
        if word.vague:
            return
        if argument["choices"] is not None and word.text not in argument["choices"]:
            yield _problem("choice", parsed, word, word.text)


def _problem(
    kind: Literal["option", "missing-value", "excess-value", "excess-argument", "choice"],
    parsed: Parsed,
    word: Word,
    name: str,
) -> Problem:
    return Problem(kind=kind, word=word, name=name, command=parsed.command, path=parsed.path)
