"""Command lines of `celery` within something else: units, daemon options, `sh -c`, YAML, the shell of `celery amqp`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from harness import shell_lines
from harness.checks import _derived, command_line
from harness.interfaces import Case
from harness.model import CheckName, Finding

name = "embedded"

#: The same rules as where the line stands alone: equal mistakes are one.
rules: Mapping[str, str] = command_line.rules

level: CheckName = "bind"
sees = frozenset({"sample"})

#: What a unit starts.
EXEC = re.compile(r"^\s*(?:ExecStart|ExecStop|ExecReload|ExecStartPre|command)\s*=\s*")
SHELL = re.compile(r"(?:\S*/)?(?:ba|da|z)?sh\s+-l?c\s+(?P<quote>['\"])")
#: Variables of daemon configuration that hold options, and the line that they are options of.
OPTIONS = re.compile(
    r"^\s*(?:#\s*)?(?:export\s+)?(?P<name>CELERYD|CELERYBEAT)_OPTS=(?P<quote>['\"])(?P<text>.*)(?P=quote)"
)
STARTED = {"CELERYD": "celery multi start w1 ", "CELERYBEAT": "celery beat "}
PROGRAM = re.compile(r"\$\{CELERY_BIN\}|\$CELERY_BIN\b")
#: An entry of a list in YAML, or a value.
YAML = re.compile(r"^\s*(?:-\s+|[\w-]+:\s+)?(?P<quote>['\"]?)(?P<line>celery\s.*?)(?P=quote)\s*$")
#: An option as the help of a command shows it.
HELP = re.compile(r"^\s*(?P<line>--[a-z][\w-]*(?:=[\w,]+)?)\s*$")
#: What is entered in the shell of `celery amqp`.
AMQP = re.compile(r"^\s*\d+>\s*(?P<line>[a-z_]+\.[a-z_]+\b.*)$")


def find(case: Case) -> Iterable[Finding]:
    """Findings about command lines within the sample."""
    for part in _parts(case):
        yield from command_line.find(part)


def covers(case: Case) -> bool:
    """Whether there is such a command line, and it was held against its parser."""
    return any(command_line.covers(part) for part in _parts(case))


def _parts(case: Case) -> Iterator[Case]:
    sample = case.sample
    if sample is None:
        return
    lines = sample.code.split("\n")
    if sample.language in ("yaml", "yml"):
        found = _yaml(lines)
    elif sample.language in ("console", "ini", "systemd", "cfg"):
        found = _entered(lines)
    elif sample.language == "text":
        found = _help(case, lines)
    else:
        return
    for part in found:
        yield _derived.case(case, "console", part)


def _yaml(lines: Sequence[str]) -> Iterator[list[_derived.Line]]:
    for index, line in enumerate(lines):
        if match := YAML.match(line):
            yield [(index, match.start("line"), match["line"])]


def _help(case: Case, lines: Sequence[str]) -> Iterator[list[_derived.Line]]:
    """Options as help shows them, of the command that the page's title names."""
    words = {word.lower().removesuffix("s") for word in re.findall(r"\w+", case.page.title)}
    named = sorted(words & set(case.facts.get("commands", {}).get("commands", ())))
    if len(named) != 1 or not HELP.match(lines[0]):
        return
    start = f"celery {named[0]} "
    for index, line in enumerate(lines):
        if match := HELP.match(line):
            yield [(index, match.start("line") - len(start), start + match["line"])]


def _entered(lines: Sequence[str]) -> Iterator[list[_derived.Line]]:
    for index, line in enumerate(lines):
        if match := OPTIONS.match(line):
            start = STARTED[match["name"]]
            yield [(index, match.start("text") - len(start), start + match["text"])]
        elif match := AMQP.match(line):
            start = "celery amqp "
            yield [(index, match.start("line") - len(start), start + match["line"])]
        elif match := EXEC.match(line):
            yield _of_unit(lines, index, match.end())
        elif (prompt := shell_lines.PROMPT.match(line)) and (match := SHELL.search(line, prompt.end())):
            yield _quoted(lines, index, match.end(), match["quote"])


def _of_unit(lines: Sequence[str], index: int, start: int) -> list[_derived.Line]:
    """The command of a line `ExecStart=…`: what a shell is handed, or the line itself."""
    if match := SHELL.match(lines[index], start):
        return _quoted(lines, index, match.end(), match["quote"])
    return _continued(lines, index, start)


def _continued(lines: Sequence[str], index: int, start: int) -> list[_derived.Line]:
    part = [(index, start, _named(lines[index][start:]))]
    while lines[index].rstrip().endswith("\\") and index + 1 < len(lines):
        index += 1
        part.append((index, 0, _named(lines[index])))
    return part


def _quoted(lines: Sequence[str], index: int, start: int, quote: str) -> list[_derived.Line]:
    """The lines up to the quotation's end."""
    part: list[_derived.Line] = []
    for number, line, text in _continued(lines, index, start):
        end = text.find(quote)
        part.append((number, line, text if end < 0 else text[:end]))
        if end >= 0:
            break
    return part


def _named(text: str) -> str:
    """The text with the program in the place of the variable that names it, as wide as before."""
    return PROGRAM.sub(lambda match: _derived.in_place_of(match[0], "celery"), text)
