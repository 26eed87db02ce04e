"""A terminal session: lines that start Celery are run as they stand, lines of other programs are read only."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.model import Sample, Step

name = "console"

#: Seconds that a command may take.
LIMIT = 12.0

PROMPTS = ("$ ", "# ", "> ", "% ")

#: Sub-commands that are run; what they need of a running worker is in the value.
RUN = {
    "worker": False,
    "beat": False,
    "inspect": True,
    "control": True,
    "status": True,
    "report": False,
    "call": False,
    "result": False,
    "list": False,
}

#: What a reader has to fill in: <name>, [name], {name}, an ellipsis.
PLACEHOLDER = re.compile(r"<[\w =|:./-]+>|\[[\w =|<>-]+\]|\{\w+\}|\.\.\.|…")

#: Needs something of the shell's own: another program, a file, a variable.
SHELL = re.compile(r"[|;&>`$]|(?<!\S)<(?!\S)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Command:
    """A command line, its continuation lines joined."""

    text: str
    first: int  # index of its first line in the sample
    words: tuple[str, ...]  # empty when the quoting does not close


def commands(code: str) -> Sequence[Command]:
    """What is entered at the prompts; in a block without a single prompt, every line is."""
    return list(_commands(code.split("\n")))


def _commands(lines: Sequence[str]) -> Iterator[Command]:
    prompted = any(line.startswith(("$ ", "% ")) for line in lines)
    number = 0
    while number < len(lines):
        line, first = lines[number], number
        number += 1
        if prompted and not line.startswith(PROMPTS):
            continue
        text = line[2:] if line.startswith(PROMPTS) else line
        while text.endswith("\\") and number < len(lines):
            text = text[:-1].rstrip() + " " + lines[number].strip().removeprefix("> ")
            number += 1
        if text.strip():
            yield Command(text=text.strip(), first=first, words=_words(text))


def _words(text: str) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(text, comments=True))
    except ValueError:
        return ()


def subcommand(words: Sequence[str]) -> str:
    """The sub-command of a `celery …` line, "" when there is none or the line is another program's."""
    if not words or words[0] != "celery":
        return ""
    takes_value = {"-A", "--app", "-b", "--broker", "--result-backend", "--loader", "--config", "--workdir"}
    rest = iter(words[1:])
    for word in rest:
        if word in takes_value:
            next(rest, None)
        elif not word.startswith("-"):
            return word
    return ""


def runs(command: Command) -> bool:
    """Whether the line can be run as it stands, inside its sandbox."""
    return (
        subcommand(command.words) in RUN
        and not PLACEHOLDER.search(command.text)
        and not SHELL.search(command.text)
        and not any(word.startswith("/") or "=/" in word for word in command.words)
        and not {"--detach", "-D", "--uid", "--gid", "shutdown"} & set(command.words)
    )


def parse(code: str) -> None:
    """Raise SyntaxError for a `celery` line whose quoting does not close."""
    for command in commands(code):
        if not command.words and command.text.startswith("celery "):
            raise SyntaxError("a quotation is not closed", ("<sample>", command.first + 1, 1, command.text))


def binds(code: str) -> frozenset[str]:
    """A terminal defines no names of Python's."""
    return frozenset()


def needs(code: str) -> frozenset[str]:
    """A terminal needs no names of Python's."""
    return frozenset()


def steps(sample: Sample) -> Sequence[Step]:
    """A step for each line that can be run."""
    return [
        Step(
            sample=sample.key,
            kind="shell",
            source=shlex.join(command.words),
            first=command.first,
            shown=None,
            worker=RUN[subcommand(command.words)],
            limit=LIMIT,
        )
        for command in commands(sample.code)
        if runs(command)
    ]
