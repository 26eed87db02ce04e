"""A terminal session: lines that start Celery are run as they stand, lines of other programs are read only."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from harness import shell_lines
from harness.model import Sample, Step

name = "console"

#: Seconds that a command may take.
LIMIT = 12.0

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

#: Needs something of the shell's own: another program, a file, a variable.
SHELL = re.compile(r"[|;&<>`$]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Command:
    """What is entered at once, its continuation lines joined."""

    text: str
    first: int  # index of its first line in the sample
    words: tuple[str, ...]  # of its only command; empty when there are several, or the quoting does not close
    vague: bool  # has words that stand for something else: placeholders, ellipses, expansions
    closed: bool


def commands(code: str) -> Sequence[Command]:
    """What is entered at the prompts; in a block without a single prompt, every line is."""
    found = []
    for pieces, simple, error in shell_lines.entries(code.split("\n")):
        text = " ".join(line[start:].strip().removesuffix("\\").rstrip() for _, start, line in pieces)
        only = simple[0] if len(simple) == 1 else []
        if text.strip() and (simple or error):
            found.append(
                Command(
                    text=text,
                    first=pieces[0][0],
                    words=tuple(word.text for word in only),
                    vague=any(word.vague for word in only),
                    closed=error is None,
                )
            )
    return found


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
        and not command.vague
        and not SHELL.search(command.text)
        and not any(word.startswith("/") or "=/" in word for word in command.words)
        and not {"--detach", "-D", "--uid", "--gid", "shutdown"} & set(command.words)
    )


def parse(code: str) -> None:
    """Raise SyntaxError for a `celery` line whose quoting does not close."""
    for command in commands(code):
        if not command.closed and command.text.startswith("celery "):
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
