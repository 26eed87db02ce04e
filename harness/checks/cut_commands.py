"""Command lines that go on in the next line without a backslash: a shell takes the next line for another command.

$ celery multi start Leslie -E ❨--pidfile=/var/run/celery/%n.pid❩
                               --logfile=/var/log/celery/%n%I.log
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from harness import shell_lines, shell_words
from harness.checks import _found, _history, _source
from harness.interfaces import Case
from harness.model import CheckName, Finding

name = "cut-commands"

rules: Mapping[str, str] = {"cut-command": "a command line of `celery` that ends where its options go on"}

level: CheckName = "parse"
sees = frozenset({"sample"})

LANGUAGES = frozenset({"console", "bash", "sh", "shell"})
#: How options go on; a list of options, as a command prints it, has commas between their names.
OPTIONS = re.compile(r"\s+(?P<first>--?[A-Za-z][\w-]*(?::[\w,-]+)?)(?=[\s=]|$)")
#: What prints lists of options.
HELP = frozenset({"--help", "help", "-h"})
#: Where lines go on by other signs than a backslash.
WINDOWS = re.compile(r"\s*(?:PS\s)?[A-Za-z]:\\")
#: Options of `celery` itself that take a value.
VALUED = frozenset({"-A", "--app", "-b", "--broker", "--result-backend", "--loader", "--config", "--workdir"})


def find(case: Case) -> Iterable[Finding]:
    """Findings about the command lines in the case's sample."""
    sample = case.sample
    if sample is None or sample.language not in LANGUAGES or _history.told(case):
        return
    for entry in shell_lines.read(sample.code.split("\n")):
        if not entry.prompted or not entry.commands or WINDOWS.match(entry.pieces[0][2]):
            continue
        arguments = shell_lines.arguments_of("celery", entry.commands[0].words)
        if arguments is None or any(word.text in HELP for word in arguments):
            continue
        for number, (_, _, below) in enumerate(entry.pieces[1:]):
            index, start, line = entry.pieces[number]
            match = OPTIONS.match(below)
            if line.rstrip().endswith("\\") or match is None or _is_open(entry.pieces[: number + 1]):
                continue
            if not _starts_something([word.text for word in arguments if word.line <= index]):
                continue
            code = (line if any("#" in word.text for word in arguments) else re.sub(r"\s#.*", "", line)).rstrip()
            last = code.rpartition(" ")[2]
            yield _found.finding(
                case,
                _source.place(case, sample, _source.Spot(line=index, column=len(code) - len(last)), last),
                rule="cut-command",
                subject=f"cut:{' '.join(line[start:].split())}",
                claim=f"{line[start:].rstrip()}\n{below.strip()}",
                observed=f"the shell takes {match['first']} for the name of a command",
                message=f"no backslash stands behind {last}: to a shell, {match['first']} is another command",
                suggestion=f"{last} \\" if code == line.rstrip() else None,  # a comment would take the backslash in
            )


def _starts_something(arguments: Sequence[str]) -> bool:
    """Whether a sub-command is named: without one, `celery` prints the list of its options."""
    named = [each for before, each in zip(["", *arguments], arguments, strict=False) if before not in VALUED]
    return any(not each.startswith("-") for each in named)


def _is_open(pieces: Sequence[shell_words.Piece]) -> bool:
    """Whether a quotation goes on in the next line."""
    try:
        shell_words.split(pieces)
    except shell_words.UnclosedError:
        return True
    return False


def covers(case: Case) -> bool:
    """Never: that a command line goes on says nothing of it."""
    return False
