"""Command lines of `celery` that this release refuses."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from harness import shell_lines, shell_words
from harness.checks import _click, _found, _history, _keywords, _multi, _nearest
from harness.checks.control import commands as control_commands
from harness.checks.control import defined_on_page
from harness.interfaces import Case
from harness.model import CheckName, Finding, Place
from harness.shell_lines import Word

name = "command-line"

rules: Mapping[str, str] = {
    "unknown-command": "a sub-command that `celery` does not have, clearly meant for one that it has",
    "unknown-option": "an option that the command does not have, or not there",
    "unknown-name": "a remote control or inspect command that no worker knows",
    "excess-argument": "an argument that the command has no place for",
    "syntax": "a command line whose quotation does not close",
    "wrong-value": "an option without its value, or with one that it does not take",
}

level: CheckName = "bind"
sees = frozenset({"command", "literal", "sample", "xref"})

#: Claims that are a command line only when they look like one.
FRAGMENTS = frozenset({"literal"})
#: The role whose text is a command with one of its options.
OPTION = "option"
#: A line of output that is a command line: the sub-command is followed by an option.
PRINTED = re.compile(r"\s*celery [a-z]+ -{1,2}[A-Za-z]")
REMOTE = frozenset({"control", "inspect"})
#: Commands that another distribution brings (Flower 1.0 and later, which Celery 5 needs), and that have none of the
#: options of `celery` itself: what of these stands behind them is told to be wrong, and is not used.
FOREIGN = frozenset({"flower"})
#: Facts that this check rests on.
NEEDED = frozenset({"commands", "control", "multi", "execution"})


def find(case: Case) -> Iterable[Finding]:
    """Findings about the `celery` lines of a console sample, or about a claim that is one."""
    for entry in _entries(case):
        for command in entry.commands:
            yield from _command(case, command, entry.lines)
        if entry.error is not None:
            yield from _unclosed(case, entry.error, entry.pieces, entry.lines)


def covers(case: Case) -> bool:
    """Whether a command line of `celery` was held against its parser."""
    return any(shell_lines.arguments_of("celery", command) for entry in _entries(case) for command in entry.commands)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Entry:
    """What is entered at once, among the lines that its words' places count in."""

    lines: Sequence[str]
    commands: Sequence[Sequence[Word]]
    pieces: Sequence[tuple[int, int, str]] = ()
    error: shell_lines.UnclosedError | None = None


def _entries(case: Case) -> Iterator[_Entry]:
    # Without these the target could not tell; that is a fault of its own.
    if NEEDED - case.facts.keys():
        return
    sample, claim = case.sample, case.claim
    if sample is not None and sample.language == "console":
        lines = sample.code.split("\n")
        for pieces, commands, error in shell_lines.entries(lines):
            if not _history.told(case, sample.code, pieces[0][0]):
                known = commands if error is None else _before(pieces, error)
                yield _Entry(lines=lines, commands=known, pieces=pieces, error=error)
        yield from _printed(case, sample.code)
    elif claim is not None and (claim.kind in ("command", *FRAGMENTS) or claim.fields.get("role") == OPTION):
        match = re.search(r"(?<![\w./-])celery\s+-?\w.*", claim.text)
        if match is None or (claim.kind in FRAGMENTS and match.start()) or _history.told(case):
            return
        # As a role or literal shows it: without the markup's end.
        text = claim.text[: match.start()].replace("\n", " ") + match[0].rstrip("`")
        command = shell_lines.words(" " * match.start() + text[match.start() :])
        yield _Entry(lines=[text], commands=[command])


def _before(pieces: Sequence[shell_words.Piece], error: shell_lines.UnclosedError) -> Sequence[Sequence[Word]]:
    """The commands of what is entered, up to a quotation that does not close: for that some word stands."""
    cut = [
        (line, start, text if line != error.line else f"{text[: error.column]}x")
        for line, start, text in pieces
        if line <= error.line
    ]
    try:
        return [command.words for command in shell_words.split(cut)[0]]
    except shell_lines.UnclosedError:
        return []


def _printed(case: Case, code: str) -> Iterator[_Entry]:
    """Command lines that the page shows as output: `celery multi show` prints how it would start its nodes."""
    lines = code.split("\n")
    for entry in shell_lines.read(lines):
        if not entry.prompted or not entry.shown:
            continue
        below = entry.pieces[-1][0] + 1
        for index in range(below, min(below + len(entry.shown.split("\n")), len(lines))):
            if PRINTED.match(lines[index]) and not _history.told(case, code, index):
                yield from _line(lines, index)


def _line(lines: Sequence[str], index: int) -> Iterator[_Entry]:
    """A line as one entry; nothing when a quotation does not close."""
    try:
        commands, _ = shell_words.split([(index, 0, lines[index])])
    except shell_lines.UnclosedError:
        return
    yield _Entry(lines=lines, commands=[command.words for command in commands])


def _command(case: Case, command: Sequence[Word], lines: Sequence[str]) -> Iterator[Finding]:
    words = shell_lines.arguments_of("celery", command)
    if words is None:
        return
    line = " ".join(word.text for word in command)
    tree = case.facts["commands"]
    parsed = _click.parse(tree, words)
    # A sentence names an option without its value.
    problems = [
        problem
        for problem in parsed.problems
        if not (case.claim is not None and problem.kind == "missing-value") and not _is_readers(case, problem)
    ]
    remote = parsed.path[-1] in REMOTE and bool(parsed.words)
    options = [problem for problem in problems if problem.kind == "option" and problem.path == parsed.path]
    if remote and options and not parsed.words[0].vague:
        yield _options_of_remote(case, parsed, options, line, lines)
        problems = [problem for problem in problems if problem not in options]
    for problem in problems:
        yield from _problem(case, problem, line, lines, parsed.words)
        if problem.kind == "command" and problem.name in FOREIGN:
            yield from _late(case, problem, parsed.words, line, lines)
    if parsed.path[-1] == "multi" and not parsed.problems and (first := _multi.before_command(words)) is not None:
        yield _before_command(case, first, line, lines)
    elif parsed.path[-1] == "multi" and not parsed.problems:
        for problem in _multi.problems(case.facts, words):
            if not _is_readers(case, problem):
                yield _unknown_option(case, problem, line, lines, via="celery multi")
    elif remote:
        yield from _remote(case, parsed, line, lines)


def _unclosed(
    case: Case, error: shell_lines.UnclosedError, pieces: Sequence[tuple[int, int, str]], lines: Sequence[str]
) -> Iterator[Finding]:
    """A quotation of a `celery` line that no later line of what is entered closes."""
    first, start, text = pieces[0]
    last = pieces[-1][0]
    before = text[start : error.column if error.line == first else None].rstrip("\\ ")
    if shell_lines.arguments_of("celery", shell_lines.words(before)) is None:
        return
    rest = list(itertools.takewhile(lambda line: not shell_lines.PROMPT.match(line), lines[last + 1 :]))
    word = lines[error.line][error.column :].rstrip()
    quote = next(char for char in word if char in "'\"")
    if any(quote in line for line in [*lines[error.line + 1 : last + 1], *rest]):
        return
    yield _found.finding(
        case,
        _place(case, Word(text=word, line=error.line, column=error.column, vague=True), word, lines),
        rule="syntax",
        subject=f"syntax:{' '.join(lines[error.line].split())}",
        claim=lines[first].strip(),
        observed="the shell goes on reading: a quotation is not closed",
        message="a quotation is not closed",
        suggestion=word + quote,
    )


def _is_readers(case: Case, problem: _click.Problem) -> bool:
    """Whether some sample of the page gives Celery this option or command."""
    own = re.compile(rf"['\"(]{re.escape(problem.name)}['\")]")
    return any(each.language != "console" and own.search(each.code) for each in case.page.samples)


# - What click refuses


def _takes_arguments(case: Case, words: Sequence[Word]) -> bool:
    entry = case.facts["control"].get(words[0].text) if words else None
    return entry is not None and bool(entry["args"] or entry["variadic"])


def _problem(
    case: Case, problem: _click.Problem, line: str, lines: Sequence[str], words: Sequence[Word] = ()
) -> Iterator[Finding]:
    path = " ".join(problem.path)
    if problem.kind == "command":
        yield from _unknown_command(case, problem, line, lines)
    elif problem.kind == "option":
        yield _unknown_option(case, problem, line, lines)
    elif problem.kind == "excess-argument":
        yield _found.finding(
            case,
            _place(case, problem.word, problem.name, lines),
            rule="excess-argument",
            # The command itself takes arguments: it is the command line that forgot about them.
            blame="library" if problem.path[-1] in REMOTE and _takes_arguments(case, words) else "docs",
            subject=f"argument:{path}",
            claim=line,
            observed=f"{path} refuses the argument {problem.name}",
            message=f"{path} takes no argument here",
        )
    elif problem.kind in ("missing-value", "excess-value"):
        takes = "takes a value" if problem.kind == "missing-value" else "takes no value"
        yield _found.finding(
            case,
            _place(case, problem.word, problem.name, lines),
            rule="wrong-value",
            subject=f"value:{path}:{problem.name}",
            claim=line,
            observed=f"{problem.name} of {path} {takes}",
            message=f"{problem.name} of {path} {takes}",
        )


def _unknown_command(case: Case, problem: _click.Problem, line: str, lines: Sequence[str]) -> Iterator[Finding]:
    # A plug-in's command is as good as one of Celery's own: only what is clearly meant for one of these is wrong.
    command = problem.command
    options = [option for option in _click.names(command) if option.removeprefix("--") == problem.name]
    foreign = FOREIGN if len(problem.path) == 1 else frozenset()
    suggestion = options[0] if options else _nearest.nearest(problem.name, {*command["commands"], *foreign})
    if suggestion is None:
        return
    path = " ".join(problem.path)
    yield _found.finding(
        case,
        _place(case, problem.word, problem.name, lines),
        rule="unknown-command",
        subject=f"command:{path} {problem.name}",
        claim=line,
        observed=f"{path} has no command {problem.name}",
        message=f"{path} has no command {problem.name}{_found.meant(suggestion)}",
        suggestion=suggestion,
    )


def _unknown_option(case: Case, problem: _click.Problem, line: str, lines: Sequence[str], *, via: str = "") -> Finding:
    """An option that a command does not have; `via` is the program that hands it on."""
    path = " ".join(problem.path)
    tree = case.facts["commands"]
    handed = f"{via} hands {problem.name} on to {path}, which" if via else path
    message = f"{handed} has no option {problem.name}"
    suggestion = None
    if len(problem.path) > 1 and problem.name in _click.names(tree):
        message += f": it stands before the sub-command, celery {problem.name} … {' '.join(problem.path[1:])}"
    else:
        suggestion = nearest_option(problem.name, _click.names(problem.command))
        message += _found.meant(suggestion)
    return _found.finding(
        case,
        _place(case, problem.word, problem.name, lines),
        rule="unknown-option",
        subject=f"option:{path} {problem.name}",
        claim=line,
        observed=f"{path} has no option {problem.name}",
        message=message,
        suggestion=suggestion,
    )


def _before_command(case: Case, word: Word, line: str, lines: Sequence[str]) -> Finding:
    """An option between `celery multi` and its command."""
    name = word.text.partition("=")[0]
    return _found.finding(
        case,
        _place(case, word, name, lines),
        rule="unknown-option",
        subject=f"option:celery multi {name}",
        claim=line,
        observed=f"celery multi takes {name} for its command, and prints its usage",
        message=f"celery multi takes its own command first, and {name} stands before it",
    )


def _late(
    case: Case, problem: _click.Problem, words: Sequence[Word], line: str, lines: Sequence[str]
) -> Iterator[Finding]:
    """Options of `celery` behind a command that does not have them: `celery` reads its own up to the command."""
    group, command = problem.command, words[0]
    takes = {
        name: option["takes_value"]
        for option in group["options"]
        for name in (*option["names"], *option["off"])
        if not _click.STOPPING & set(option["names"])
    }
    late = [index for index, word in enumerate(words) if word.text.partition("=")[0] in takes]
    for index in late if not group["allow_interspersed_args"] else ():
        name, equals, _ = words[index].text.partition("=")
        given = words[index : index + (2 if takes[name] and not equals else 1)]
        place, right = _place(case, words[index], name, lines), None
        option = " ".join(word.text for word in given)
        if late == [1] and lines[command.line].startswith(f"{command.text} {option}", command.column):
            place = _place(case, command, f"{command.text} {option}", lines)
            right = f"{option} {command.text}"
        yield _found.finding(
            case,
            place,
            rule="unknown-option",
            subject=f"option:celery {command.text} {name}",
            claim=line,
            observed=f"celery {command.text} has no option {name}: celery itself reads it, up to the command",
            message=f"celery {command.text} has no option {name}: "
            f"it stands before the sub-command, celery {name} … {command.text}",
            suggestion=right,
            evidence={"option": name, "words": [command.text, *(word.text for word in given)]},
        )


def nearest_option(option: str, known: Iterable[str]) -> str | None:
    """The option that an unknown one stands for: a letter in the other case, or a name clearly like it."""
    letters = {each for each in known if not each.startswith("--")}
    if not option.startswith("--"):
        return option.swapcase() if option.swapcase() in letters else None
    near = _nearest.nearest(option[2:], (each[2:] for each in known if each.startswith("--")))
    return None if near is None else "--" + near


# - What the remote control commands take


def _options_of_remote(
    case: Case, parsed: _click.Parsed, problems: Sequence[_click.Problem], line: str, lines: Sequence[str]
) -> Finding:
    """Options meant for a remote control command, none of which the program knows: one mistake, however many."""
    command = parsed.words[0].text
    path = " ".join((*parsed.path, command))
    names = list(dict.fromkeys(problem.name for problem in problems))
    suggestion = nearest_option(names[0], _click.names(parsed.command)) if len(names) == 1 else None
    what = f"no option {names[0]}" if len(names) == 1 else f"neither {', '.join(names[:-1])} nor {names[-1]}"
    return _found.finding(
        case,
        _place(case, problems[0].word, problems[0].name, lines),
        rule="unknown-option",
        # By what the command should be called: it is the same mistake before and after its name was put right.
        subject=f"option:{' '.join(parsed.path)} {_meant(case, parsed.path[-1], command)}",
        claim=line,
        observed=f"{' '.join(parsed.path)} refuses {' and '.join(names)}",
        message=f"{path} takes {what}{_found.meant(suggestion) or _by_method(case, parsed, command, names)}",
        suggestion=suggestion,
    )


def _by_method(case: Case, parsed: _click.Parsed, command: str, names: Sequence[str]) -> str:
    """The method that sends the command, where it takes what the command line does not."""
    owner = case.facts.get("classes", {}).get("celery.app.control.Control", {}) if parsed.path[-1] == "control" else {}
    member = owner.get("members", {}).get(_meant(case, parsed.path[-1], command), {})
    taken = {parameter[0] for parameter in member.get("signature") or ()}
    wanted = [name.lstrip("-").replace("-", "_") for name in names]
    if not wanted or not taken.issuperset(wanted):
        return ""
    return f"; app.control.{_meant(case, parsed.path[-1], command)}() takes {' and '.join(wanted)}"


def _remote(case: Case, parsed: _click.Parsed, line: str, lines: Sequence[str]) -> Iterator[Finding]:
    word = parsed.words[0]
    kind = parsed.path[-1]
    table = case.facts["control"]
    if word.vague or not re.fullmatch(r"[A-Za-z_]\w*", word.text) or defined_on_page(case, word.text):
        return
    entry = table.get(word.text)
    if entry is None:
        yield from _unknown_remote(case, word, kind, line, lines)
    elif entry["type"] != kind:
        yield _found.finding(
            case,
            _place(case, word, word.text, lines),
            rule="unknown-name",
            subject=_found.subject_of_name("", f"{kind} {word.text}"),
            claim=line,
            observed=f"{word.text} is not among the commands of celery {kind}",
            message=f"{word.text} is a command of celery {entry['type']}, not of celery {kind}",
        )
    elif entry["args"] and not entry["variadic"] and len(parsed.given) - 1 > len(entry["args"]):
        extra = parsed.given[len(entry["args"]) + 1]
        yield _found.finding(
            case,
            _place(case, extra, extra.text, lines),
            rule="excess-argument",
            subject=f"argument:{kind} {word.text}",
            claim=line,
            observed=f"{kind} {word.text} takes {entry['signature']}",
            message=f"{kind} {word.text} takes {entry['signature']}",
        )


def _near_remote(case: Case, kind: str, command: str) -> str | None:
    """The command that an unknown one clearly stands for."""
    table = case.facts["control"]
    alias = next((name for name, entry in table.items() if entry["alias"] == command), None)
    visible = (name for name, entry in table.items() if entry["type"] == kind and entry["visible"])
    return alias or _keywords.meant(command, frozenset((*visible, *_own(case, kind))))


def _own(case: Case, kind: str) -> Iterator[str]:
    """The commands that the page itself defines."""
    own = re.compile(rf"@(?:\w+\.)?{kind}_command\b[^@]*?\n\s*def (\w+)\(")
    return (match[1] for sample in case.page.samples for match in own.finditer(sample.code))


def _meant(case: Case, kind: str, command: str) -> str:
    return command if command in case.facts["control"] else _near_remote(case, kind, command) or command


def _unknown_remote(case: Case, word: Word, kind: str, line: str, lines: Sequence[str]) -> Iterator[Finding]:
    suggestion = _near_remote(case, kind, word.text)
    known = (name for name, entry in case.facts["control"].items() if entry["type"] == kind and entry["visible"])
    yield _found.finding(
        case,
        _place(case, word, word.text, lines),
        rule="unknown-name",
        # What is like none, and shares no word with any, may be a command of the reader's own.
        blame="docs" if suggestion or any(_nearest.is_by_word(word.text, each) for each in known) else "undecided",
        subject=_found.subject_of_name("", word.text),
        claim=line,
        observed=f"{word.text} is not among the commands of celery {kind}",
        message=f"celery {kind} has no command {word.text}{_found.meant(suggestion)}",
        suggestion=suggestion,
        token=_found.distinctive(word.text, case.facts)
        if suggestion and word.text not in control_commands(case.facts)
        else "",
    )


# - Places


def _place(case: Case, word: Word, name: str, lines: Sequence[str]) -> Place:
    """The place of `name` within `word`."""
    column = max(lines[word.line].find(name, word.column), word.column)
    if case.sample is not None:
        file, line = case.sample.file, case.sample.lines[word.line]
        start = case.sample.columns[word.line]
    else:
        assert case.claim is not None
        file, line, start = case.claim.file, case.claim.line, case.claim.column
    return Place(docs=case.docs.version, file=file, line=line, column=start + column, end_line=line, text=name)
