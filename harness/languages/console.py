"""A terminal session: lines that start Celery or Python are run as they stand, lines of other programs are read only.

What is vague is not run.  Every line that is not has a typed reason: "other-program: NAME", "no-command",
"placeholder", "interactive", "destructive", "quoting", "needs-shell: WHAT", "needs-files: PATH", "needs-service: NAME",
"needs-user: NAME", "staying".
"""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness import shell_lines
from harness.languages import _celery_line, python
from harness.model import Sample, Step
from harness.shell_words import ASSIGNMENT, STARTERS, Simple, Word

name = "console"

#: Seconds that a command may take.
LIMIT = 12.0

DESTRUCTIVE = frozenset({"dd", "halt", "kill", "killall", "mkfs", "pkill", "poweroff", "reboot", "rm", "shred"})
#: Options of sudo that take a value.
SUDO_VALUES = frozenset({"-u", "-g", "-U", "-C", "-D", "-h", "-p", "-R", "-r", "-T", "-t"})
#: What changes the shell itself.
CHANGES_DIRECTORY = frozenset({"cd", "pushd", "popd"})
#: Programs of Python's own that the reader's files have no part in.
INSTALLERS = frozenset({"pip", "venv", "ensurepip", "virtualenv", "easy_install"})
#: Commands of Django that ask, and those that stay up.
ASKS = frozenset({"shell", "shell_plus", "dbshell", "createsuperuser", "changepassword"})
SERVES = frozenset({"runserver", "testserver"})
PROGRAM = re.compile(r"[\w.+~/\\:-]*[A-Za-z][\w.+~/\\-]*")
PYTHON = re.compile(r"python(?:3(?:\.\d+)?)?(?:\.exe)?")
#: Prompts of other programs: what stands behind them is entered there.
OTHER_PROMPT = re.compile(r"\s*(?:\d+> |>>>|\.\.\. |In \[\d+\]:|\(Pdb\)|\w+[=#]*# |mysql> |redis> )")
STARTS = re.compile(r"(?:\w+=\S*\s+)*(?:celery|python[\d.]*)(?:\s|$)")
HEADING = re.compile(r"\[[\w ]+\]")
ROOT = re.compile(r"#\s+(?=[a-z./~A-Z_])")


@dataclass(frozen=True, kw_only=True, slots=True)
class Command:
    """One command of what is entered at once, continuation lines joined."""

    text: str  # all that is entered with it
    first: int  # index of its first line in the sample
    words: tuple[str, ...]  # empty when the quoting does not close
    environment: tuple[str, ...] = ()  # assignments for it: NAME=VALUE
    vague: bool = False  # has words that stand for something else: placeholders, ellipses, expansions
    closed: bool = True
    shown: str | None = None  # the output that the page shows below it
    reason: str = ""  # why it is not run
    worker: bool = False
    nodes: tuple[str, ...] = ()


def commands(code: str) -> Sequence[Command]:
    """The commands that are entered at the prompts; in a block without a single prompt, on every line."""
    lines = code.split("\n")
    entered = [entry for entry in shell_lines.read(lines) if _text(entry)]
    if reason := _no_session(entered):
        return [Command(text=_text(entry), first=entry.pieces[0][0], words=(), reason=reason) for entry in entered]
    session = _Session()
    return [command for entry in entered for command in session.enter(entry)]


def reasons(code: str) -> Sequence[tuple[int, str]]:
    """What is not run: the index of the line, and the typed reason."""
    found = [(command.first, command.reason) for command in commands(code) if command.reason]
    return found or list(_by_root(code.split("\n")))


def why(code: str) -> str:
    """The reason of a sample in which nothing is run; "" when something is."""
    if any(runs(command) for command in commands(code)):
        return ""
    found = [reason for _, reason in reasons(code)]
    telling = [reason for reason in found if not reason.startswith(("other-program", "no-command"))]
    return next(iter([*telling, *found]), "nothing-to-run")


def runs(command: Command) -> bool:
    """Whether the line can be run as it stands, inside its sandbox."""
    return not command.reason


def wants_file(words: Sequence[str]) -> str:
    """The file, relative to where the line is entered, without which it is nothing; "" when there is none.

    Of a module that is run (`python -m proj.manage`) it is the module's file.
    """
    rest = [Word(text=word, line=0, column=0, vague=False) for word in _program(words)]
    celery = shell_lines.arguments_of("celery", rest)
    if celery is not None:
        return _celery_line.file(celery)
    if not rest or not PYTHON.fullmatch(rest[0].text):
        return ""
    script, module = _of_python([word.text for word in rest[1:]])
    return script or (module.replace(".", "/") + ".py" if module else "")


def wants_modules(words: Sequence[str]) -> tuple[str, ...]:
    """Modules that a `celery …` line has Celery import: the application's, a camera's, a scheduler's, …"""
    celery = _celery(words)
    given = [match[1] for word in words if (match := re.fullmatch(r"[A-Z_]+_MODULE=([A-Za-z_][\w.]*)", word))]
    return () if celery is None else tuple(dict.fromkeys((*given, *_celery_line.modules(celery))))


def wants_services(words: Sequence[str]) -> tuple[str, ...]:
    """Services that a `celery …` line asks for: "eventlet", "gevent"."""
    celery = _celery(words)
    return () if celery is None else _celery_line.services(celery)


def parse(code: str) -> None:
    """Raise SyntaxError for a line whose quoting does not close.

    Where there are no prompts, what is not Celery's or Python's may be no command at all.
    """
    for command in commands(code):
        if not command.closed:
            raise SyntaxError("a quotation is not closed", ("<sample>", command.first + 1, 1, command.text))


def binds(code: str) -> frozenset[str]:
    """A terminal defines no names of Python's."""
    return frozenset()


def needs(code: str) -> frozenset[str]:
    """A terminal needs no names of Python's."""
    return frozenset()


def steps(sample: Sample) -> Sequence[Step]:
    """A step for each command that can be run; its source is the command, assignments before it."""
    return [
        Step(
            sample=sample.key,
            kind="shell",
            source=shlex.join([*command.environment, *command.words]),
            first=command.first,
            shown=command.shown,
            worker=command.worker,
            limit=LIMIT,
            nodes=command.nodes,
        )
        for command in commands(sample.code)
        if runs(command)
    ]


class _Session:
    """A terminal in which one line after the other is entered: the directory and the environment stay."""

    def __init__(self) -> None:
        self.directory = ""
        self.environment: dict[str, Word] = {}

    def enter(self, entry: shell_lines.Entry) -> Iterator[Command]:
        """The commands of an entry."""
        text, first = _text(entry), entry.pieces[0][0]
        if entry.error is not None:
            if entry.prompted or STARTS.match(text):
                yield Command(text=text, first=first, words=(), closed=False, reason="quoting")
            else:
                yield Command(text=text, first=first, words=(), reason="no-command")
            return
        whole = len(entry.commands) == 1
        found = [
            self._command(simple, text, entry.shown if whole else None, self._around(entry, index))
            for index, simple in enumerate(entry.commands)
        ]
        for index, command in enumerate(found):
            # What only reads the output of a command that is run is not missed.
            if not (command.reason and index and entry.commands[index].before == "|" and not found[0].reason):
                yield command

    def _around(self, entry: shell_lines.Entry, index: int) -> str:
        """What the shell does beside starting the command, as a typed reason."""
        simple = entry.commands[index]
        following = entry.commands[index + 1].before if index + 1 < len(entry.commands) else ""
        if simple.before in ("|", "|&", "||"):
            return f"needs-shell: {simple.before}"
        if simple.redirections:
            return f"needs-shell: {simple.redirections[0]}"
        interactive = entry.shown is not None and following != "|" and OTHER_PROMPT.match(entry.shown.split("\n")[-1])
        return "interactive" if interactive else ""

    def _command(self, simple: Simple, text: str, shown: str | None, around: str) -> Command:
        words = list(simple.words)
        starters = [word.text for word in words if word.text in STARTERS]
        environment = {**self.environment}
        while words and (ASSIGNMENT.match(words[0].text) or words[0].text in STARTERS):
            word = words.pop(0)
            if ASSIGNMENT.match(word.text):
                environment[word.text.partition("=")[0]] = word
        program = words[0].text if words else ""
        celery = shell_lines.arguments_of("celery", words)
        if celery is None and not PYTHON.fullmatch(program):
            reason = self._of_other(words)
        elif "sudo" in starters:
            reason = "other-program: sudo"
        else:
            own = _celery_line.reason(celery) if celery is not None else _reason_of_python(words[1:])
            reason = around or own or self._of_surroundings(environment)
            if celery is not None and not reason and _celery_line.outside(program):
                reason = f"needs-files: {program}"
        if words and PYTHON.fullmatch(program):
            words[0] = Word(text="python", line=words[0].line, column=words[0].column, vague=False)
        elif celery is not None:
            words[0] = Word(text="celery", line=words[0].line, column=words[0].column, vague=False)
        return Command(
            text=text,
            first=simple.words[0].line,
            words=tuple(word.text for word in words),
            environment=tuple(word.text for word in environment.values()),
            vague=any(word.vague for word in words),
            shown=shown,
            reason=reason,
            worker=celery is not None and _celery_line.needs_worker(celery),
            nodes=() if celery is None else _celery_line.nodes(celery),
        )

    def _of_surroundings(self, environment: dict[str, Word]) -> str:
        """What the directory and the environment of the line want, as a typed reason."""
        if self.directory:
            return f"needs-files: {self.directory}"
        if any(word.role == "placeholder" for word in environment.values()):
            return "placeholder"
        if any(word.role == "expansion" for word in environment.values()):
            return "needs-shell: expansion"
        return _celery_line.of_urls([word.text.partition("=")[2] for word in environment.values()])

    def _of_other(self, words: Sequence[Word]) -> str:
        """The reason for a line that starts neither Celery nor Python; what it does to the terminal is kept."""
        if not words:
            return "needs-shell: assignment"
        program = words[0].text.rpartition("/")[2]
        if words[0].text == "export":
            given = [word for word in words[1:] if ASSIGNMENT.match(word.text)]
            self.environment.update({word.text.partition("=")[0]: word for word in given})
            return "needs-shell: export"
        if program in CHANGES_DIRECTORY:
            self.directory = words[1].text if len(words) > 1 else program
            return f"needs-shell: {program}"
        while words and words[0].text.startswith("-"):  # options of sudo
            words = words[2 if words[0].text in SUDO_VALUES else 1 :]
            program = words[0].text.rpartition("/")[2] if words else "sudo"
            if program == "celery" or PYTHON.fullmatch(program):
                return "other-program: sudo"
        if program in DESTRUCTIVE:
            return f"destructive: {program}"
        return f"other-program: {program}" if PROGRAM.fullmatch(program) else "no-command"


def _text(entry: shell_lines.Entry) -> str:
    """What is entered, as one line."""
    parts = (text[start:].strip().removesuffix("\\").rstrip() for _, start, text in entry.pieces)
    return " ".join(part for part in parts if part)


def _no_session(entered: Sequence[shell_lines.Entry]) -> str:
    """Why a block without prompts is none of a shell's: a file, a log, another program's prompts; "" when it is one."""
    if any(entry.prompted for entry in entered):
        return ""
    lines = [entry.pieces[0][2] for entry in entered]
    if any(OTHER_PROMPT.match(line) for line in lines):
        return "interactive"
    if any(HEADING.fullmatch(line.strip()) for line in lines):
        return "no-command"
    first = next((entry for entry in entered if entry.commands or entry.error is not None), None)
    if first is None or STARTS.match(_text(first)):
        return ""
    words = shell_lines.program(first.commands[0].words) if first.commands else []
    assigns = first.commands and not words
    return "" if assigns or (words and PROGRAM.fullmatch(words[0].text)) else "no-command"


def _by_root(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Lines of a block that has nothing but lines typed by root, whose prompt looks like a comment."""
    entered = [(index, line) for index, line in enumerate(lines) if line.strip()]
    if not all(ROOT.match(line) for _, line in entered):
        return
    for index, line in entered:
        rest = shell_lines.program(shell_lines.words(ROOT.sub("", line)))
        yield index, f"other-program: {rest[0].text}" if rest and PROGRAM.fullmatch(rest[0].text) else "no-command"


def _reason_of_python(arguments: Sequence[Word]) -> str:
    """Why a `python …` line cannot be run as it stands; "" when it can, if its file is there."""
    if any(word.role == "placeholder" for word in arguments):
        return "placeholder"
    if any(word.role == "expansion" for word in arguments):
        return "needs-shell: expansion"
    texts = [word.text for word in arguments]
    if {"--version", "-V", "--help", "-h"} & set(texts[:1]):
        return ""
    script, module = _of_python(texts)
    if module and (module.partition(".")[0] in INSTALLERS | sys.stdlib_module_names):
        return f"other-program: {module}"
    if not script and not module:
        return _reason_of_code(texts)
    if "-i" in texts[: texts.index(script or module)]:
        return "interactive"
    behind = texts[texts.index(script or module) + 1 :]
    if script.endswith("manage.py") and ASKS & set(behind[:1]):
        return "interactive"
    if script.endswith("manage.py") and SERVES & set(behind[:1]):
        return f"other-program: {behind[0]}"
    return next((f"needs-files: {text}" for text in texts if _celery_line.outside(text)), "")


def _reason_of_code(arguments: Sequence[str]) -> str:
    """Why `python -c CODE` is not run; without code, Python asks for it."""
    if "-c" not in arguments[:-1] or "-i" in arguments:
        return "interactive"
    try:
        found = python.reasons(arguments[arguments.index("-c") + 1])
    except (SyntaxError, ValueError):
        return ""
    return next((reason for _, reason in found), "")


def _of_python(arguments: Sequence[str]) -> tuple[str, str]:
    """The script and the module that `python` is given; both "" for the prompt, or for code."""
    words = iter(arguments)
    for word in words:
        if word == "-m":
            return "", next(words, "")
        if word in ("-c", "-"):
            return "", ""
        if word in ("-W", "-X"):
            next(words, None)
        elif not word.startswith("-"):
            return word, ""
    return "", ""


def _program(words: Sequence[str]) -> list[str]:
    rest = list(words)
    while rest and (ASSIGNMENT.match(rest[0]) or rest[0] in STARTERS):
        rest.pop(0)
    return rest


def _celery(words: Sequence[str]) -> list[Word] | None:
    rest = [Word(text=word, line=0, column=0, vague=False) for word in words]
    return shell_lines.arguments_of("celery", rest)
