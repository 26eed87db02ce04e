"""Patterns by which a page has workers found among all processes: they must match how it has them started."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from harness import shell_lines
from harness.checks import _found, _history, _source
from harness.interfaces import Case
from harness.model import CheckName, Finding
from harness.shell_lines import Word

name = "patterns"

rules: Mapping[str, str] = {
    "pattern-matches-nothing": "a pattern for processes that matches none of the workers that the page starts",
}

level: CheckName = "resolve"
sees = frozenset({"sample"})

#: How a page that starts no worker itself would have it done, in every way in which the user guide does.
USUAL = ("celery -A proj worker -l INFO", "celery -A proj worker", "celery --app=proj worker")
#: As the process list shows a program that is a script of Python's.
SHOWN = ("{}", "/usr/bin/python3 /usr/bin/{}", "python -m {}")
#: What Linux keeps of a process's name.
NAME = 15
#: Options of pkill and pgrep that take a value.
VALUES = frozenset({"-d", "-g", "-G", "-P", "-s", "-t", "-u", "-U", "--signal", "--parent", "--euid", "--uid"})
#: Programs that a pattern is about when it names them.
ABOUT = re.compile(r"\bcelery\b")
AWK = re.compile(r"/(?P<pattern>[^/]+)/")
#: A command that is shown as a comment, for readers who have not the other program.
COMMENTED = re.compile(r"(?P<before>^\s*(?:[$%]\s*)?#\s)(?=\s*(?:ps|pgrep|pkill)\s)")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Pattern:
    """A pattern as it stands."""

    text: str
    word: Word
    whole: bool  # matched with the whole command line; else with the name of the process
    kind: str  # of regular expressions: pkill's and awk's are extended, grep's is basic


def find(case: Case) -> Iterable[Finding]:
    """Findings about patterns in console samples."""
    sample = case.sample
    if sample is None:
        return
    lines = sample.code.split("\n")
    for pattern in _patterns(case):
        if _matches(pattern.text, pattern.whole, case) or _history.told(case):
            continue
        column = max(lines[pattern.word.line].find(pattern.text, pattern.word.column), pattern.word.column)
        suggestion = _suggestion(pattern, case)
        what = "command line" if pattern.whole else "process name"
        yield _found.finding(
            case,
            _source.place(case, sample, _source.Spot(line=pattern.word.line, column=column), pattern.text),
            rule="pattern-matches-nothing",
            severity="silent",
            subject=f"pattern:{what}:{pattern.text}",
            observed=f"matches the {what} of none of: {', '.join(_started(case))}",
            message=f"the pattern {pattern.text!r} matches the {what} of no worker that is started as "
            f"{_started(case)[0]!r}{_found.meant(suggestion)}"
            + ("" if pattern.whole else "; only -f has pkill look at the whole command line"),
            suggestion=suggestion,
            evidence={"started": _started(case)},
        )


def covers(case: Case) -> bool:
    """Whether a pattern was matched with command lines."""
    return any(True for _ in _patterns(case)) and not _history.told(case)


def _patterns(case: Case) -> Iterator[_Pattern]:
    sample = case.sample
    if sample is None or sample.language != "console":
        return
    lines = sample.code.split("\n")
    for command in shell_lines.commands([_uncommented(line) for line in lines]):
        words = shell_lines.program(command)
        program = words[0].text.rpartition("/")[2] if words else ""
        if program in ("pkill", "pgrep"):
            found = _of_pkill(words[1:])
        elif program in ("awk", "gawk", "mawk"):
            found = _of_awk(words[1:])
        elif program in ("grep", "egrep"):
            found = _of_grep(words)
        else:
            continue
        yield from (each for each in found if ABOUT.search(each.text) and not each.word.vague)


def _uncommented(line: str) -> str:
    """A line whose comment is a command, as if the comment's mark were not there."""
    return COMMENTED.sub(lambda match: match["before"].replace("#", " "), line)


def _of_pkill(words: Iterable[Word]) -> Iterator[_Pattern]:
    rest = list(words)
    whole = any(re.fullmatch(r"-[a-z]*f[a-z]*|--full", word.text) for word in rest)
    given = iter(rest)
    for word in given:
        if word.text in VALUES:
            next(given, None)
        elif not word.text.startswith("-"):
            yield _Pattern(text=word.text, word=word, whole=whole, kind="extended")
            return


def _of_awk(words: Iterable[Word]) -> Iterator[_Pattern]:
    """The pattern of a program that picks lines: `awk '/…/ {…}'`."""
    for word in words:
        if match := AWK.match(word.text.lstrip()):
            plain = Word(text=word.text, line=word.line, column=word.column, vague=False)
            yield _Pattern(text=match["pattern"], word=plain, whole=True, kind="extended")
            return


def _of_grep(words: list[Word]) -> Iterator[_Pattern]:
    basic = words[0].text != "egrep" and not any(re.fullmatch(r"-[a-zA-Z]*E[a-zA-Z]*", word.text) for word in words)
    inverted = any(re.fullmatch(r"-[a-zA-Z]*v[a-zA-Z]*", word.text) for word in words[1:])
    given = [word for word in words[1:] if not word.text.startswith("-")]
    if len(given) == 1 and not inverted and not (basic and re.search(r"[\\+?|(){}]", given[0].text)):
        yield _Pattern(text=given[0].text, word=given[0], whole=True, kind="extended")


def _matches(pattern: str, whole: bool, case: Case) -> bool:
    try:
        expression = re.compile(pattern)
    except re.error:
        return True  # nobody can tell
    if not whole:
        # The script's name; or that of the interpreter which runs it.
        return any(expression.search(each[:NAME]) for each in ("celery", "python", "python3", "[celeryd: celery@host"))
    return any(expression.search(form.format(line)) for line in _started(case) for form in SHOWN)


def _started(case: Case) -> list[str]:
    """The command lines by which the page starts workers."""
    found: list[str] = []
    for sample in case.page.samples:
        if sample.language != "console":
            continue
        for command in shell_lines.commands(sample.code.split("\n")):
            words = shell_lines.arguments_of("celery", command)
            if words and any(word.text == "worker" for word in words) and not _tells(words):
                found.append(" ".join(["celery", *(word.text for word in words)]))
    return list(dict.fromkeys(found)) or list(USUAL)


def _tells(words: Iterable[Word]) -> bool:
    return any(word.text in ("--help", "--version") for word in words)


def _suggestion(pattern: _Pattern, case: Case) -> str | None:
    """The pattern with room between its words, where that matches."""
    wider = re.sub(r"\s+", ".*", pattern.text)
    return wider if pattern.whole and wider != pattern.text and _matches(wider, True, case) else None
