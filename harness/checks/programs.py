"""Lines of other programs, as far as this release or the programs' own manuals say what they may be."""

from __future__ import annotations

import inspect
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import valkey

from harness import shell_lines
from harness.checks import _found, _history, _nearest, _others, _source
from harness.checks._manuals import COMMANDS, MANUALS, OF_QUEUES, OPTIONS
from harness.interfaces import Case
from harness.model import CheckName, Finding, Sample
from harness.shell_lines import Word

name = "programs"

rules: Mapping[str, str] = {
    "unknown-command": "a command or an option that another program does not have",
    "wrong-arguments": "too many or too few arguments for a command of another program",
    "unhandled-signal": "a signal sent to a worker that no worker of this release handles",
    "wrong-port": "an address of this machine at which nothing listens that the page starts",
    "lost-path": "a value for PATH that leaves out the one that it had",
}

level: CheckName = "bind"
sees = frozenset({"sample"})

#: Signals of which the system makes an end, or which every process handles.
EVERYBODYS = frozenset({"TERM", "KILL", "INT", "QUIT", "HUP", "STOP", "CONT", "0", "9", "15"})
SIGNAL = re.compile(r"-(?:SIG)?(?P<name>[A-Z]+\d?|\d+)$")
#: Options of redis-cli that take a value.
OF_REDIS = frozenset({"-h", "-p", "-n", "-a", "-u", "-s", "--user", "--pass", "--tls", "-r", "-i"})
#: Images of brokers, and the transports whose port they listen at.
IMAGES: Mapping[str, str] = {
    "rabbitmq": "kombu.transport.pyamqp.Transport",
    "redis": "kombu.transport.redis.Transport",
    "valkey": "kombu.transport.redis.Transport",
}
#: Options that every program has.
STANDARD = frozenset({"--version", "--help"})
DEBUGGER = "celery.contrib.rdb"
#: Where Flower says at which port it listens when nothing is said.
PORTS = "flower/options.py"
PORT = re.compile(r"--port[= ](?P<port>\d+)")
LOCAL = re.compile(r"https?://(?:localhost|127\.0\.0\.1):(?P<port>\d+)(?:/|$)")
#: What is entered as the system's administrator: `# ln -s …`, where the same line could be a comment.
AS_ROOT = re.compile(r"\s*#\s(?=\s*(?P<program>[\w.-]+)(?:\s|$))")


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """Something that the program refuses, or that does nothing."""

    rule: str
    word: Word
    observed: str
    suggestion: str | None = None


#: What a judge of a line says: its problems; None when there was nothing to look at.
Judge = Callable[[Case, Sequence[Word]], list[Problem] | None]


def find(case: Case) -> Iterable[Finding]:
    """Findings about the lines of other programs in a console sample."""
    sample = case.sample
    if sample is None:
        return
    for program, words, problems in _judged(case):
        for problem in problems:
            word = problem.word
            line = sample.code.split("\n")[word.line]
            spot = _source.Spot(line=word.line, column=max(line.find(word.text, word.column), word.column))
            yield _found.finding(
                case,
                _source.place(case, sample, spot, word.text),
                rule=problem.rule,
                subject=f"{program}:{word.text}",
                claim=" ".join([program, *(each.text for each in words)]),
                observed=problem.observed,
                message=problem.observed + _found.meant(problem.suggestion),
                suggestion=problem.suggestion,
            )


def covers(case: Case) -> bool:
    """Whether a line was held against what its program takes."""
    return any(True for _ in _judged(case))


def _judged(case: Case) -> Iterator[tuple[str, Sequence[Word], list[Problem]]]:
    sample = case.sample
    if sample is None or sample.language != "console" or _history.told(case):
        return
    for command in shell_lines.commands(_entered(sample)):
        if (problems := _path(command)) is not None:
            yield command[0].text, (), problems
            continue
        words = shell_lines.program(command)
        program = words[0].text.rpartition("/")[2] if words else ""
        if program in MANUALS:
            problems = _by_manual(case, words)
        else:
            problems = JUDGES[program](case, words[1:]) if program in JUDGES else None
        if problems is not None:
            yield program, words[1:], problems


def _entered(sample: Sample) -> list[str]:
    """The lines, prompts of the administrator's written as those of everybody where all of them have one."""
    lines = sample.code.split("\n")
    matches = [AS_ROOT.match(line) for line in lines if line.strip()]
    if all(match is not None and match["program"] in MANUALS.keys() | JUDGES.keys() for match in matches):
        return [line.replace("#", "$", 1) for line in lines]
    return lines


def _path(command: Sequence[Word]) -> list[Problem] | None:
    """An assignment to PATH: without its old value in the new one, no program is found any more."""
    if len(command) != 1 or not command[0].text.startswith("PATH="):
        return None
    word = command[0]
    if re.search(r"\$(?:PATH\b|\{PATH\})", word.text):
        return []
    near = next((each for each in re.findall(r"\$\{?(\w+)", word.text) if sorted(each) == sorted("PATH")), None)
    told = "the new value of PATH leaves out the old one" + (f": {near} is another variable" if near else "")
    return [Problem(rule="lost-path", word=word, observed=told, suggestion=near and word.text.replace(near, "PATH"))]


def _rabbitmqctl(case: Case, words: Sequence[Word]) -> list[Problem] | None:
    given = list(_positional(words, OPTIONS))
    if not given or given[0].vague:
        return None
    command, arguments = given[0], given[1:]
    if command.text not in COMMANDS:
        near = _nearest.nearest(command.text, COMMANDS)
        told = f"rabbitmqctl has no command {command.text}"
        return [Problem(rule="unknown-command", word=command, observed=told, suggestion=near)] if near else None
    least, most = COMMANDS[command.text]
    problems = []
    if any(word.role == "expansion" for word in arguments):
        return []
    if len(arguments) < least or (most is not None and len(arguments) > most):
        told = f"rabbitmqctl {command.text} takes {least}{'' if least == most else ' or more'} arguments"
        problems.append(Problem(rule="wrong-arguments", word=command, observed=told))
    if command.text == "list_queues":
        for word in arguments:
            near = None if word.vague or word.text in OF_QUEUES else _nearest.nearest(word.text, OF_QUEUES)
            if near:
                told = f"list_queues knows no {word.text}"
                problems.append(Problem(rule="unknown-command", word=word, observed=told, suggestion=near))
    return problems


def _redis_cli(case: Case, words: Sequence[Word]) -> list[Problem] | None:
    """A command of the server's: the client has a method of its name."""
    given = list(_positional(words, dict.fromkeys(OF_REDIS, True)))
    if not given or given[0].vague:
        return None
    command = given[0]
    method = getattr(valkey.Valkey, command.text.lower(), None)
    if not callable(method):
        methods = [called for called, _ in inspect.getmembers(valkey.Valkey, callable) if not called.startswith("_")]
        near = _nearest.nearest(command.text.lower(), methods)
        told = f"redis-cli has no command {command.text}"
        return [Problem(rule="unknown-command", word=command, observed=told, suggestion=near)] if near else None
    needed = [
        parameter
        for parameter in list(inspect.signature(method).parameters.values())[1:]
        if parameter.default is parameter.empty
        and parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD)
    ]
    if len(given) - 1 < len(needed):
        told = f"{command.text} takes {len(needed)} arguments"
        return [Problem(rule="wrong-arguments", word=command, observed=told)]
    return []


def _kill(case: Case, words: Sequence[Word]) -> list[Problem] | None:
    """A signal that is sent to a worker: its name stands in the release's source, where handlers are installed."""
    match = SIGNAL.match(words[0].text) if words else None
    if match is None or not re.search(r"\bworkers?\b|\bcelery\b", _about(case), re.I):
        return None
    signal = match["name"]
    if signal in EVERYBODYS:
        return []
    handled = _signals(case)
    if not handled:
        return None
    if f"SIG{signal}" in handled:
        return []
    told = f"no worker of this release handles SIG{signal}: it ends by it"
    return [Problem(rule="unhandled-signal", word=words[0], observed=told)]


def _about(case: Case) -> str:
    assert case.sample is not None
    return " ".join((case.page.title, *case.sample.headings, case.sample.lead))


def _signals(case: Case) -> frozenset[str]:
    found: set[str] = set()
    for path in ("celery/apps/worker.py", "celery/contrib/rdb.py"):
        try:
            found.update(re.findall(r"\bSIG[A-Z]+\d?\b", Path(case.docs.root, path).read_text(encoding="utf-8")))
        except (OSError, ValueError):
            continue
    return frozenset(found)


def _docker(case: Case, words: Sequence[Word]) -> list[Problem] | None:
    """The port of a broker in a container: the one at which the transport looks for it."""
    texts = [word.text for word in words]
    image = next((IMAGES[text.partition(":")[0]] for text in texts if text.partition(":")[0] in IMAGES), None)
    members = case.facts.get("classes", {}).get(image, {}).get("members", {})
    expected = members.get("default_port", {}).get("value")
    if texts[:1] != ["run"] or expected is None:
        return None
    for option, word in itertools.pairwise(words):
        port = word.text.rpartition(":")[2]
        if option.text in ("-p", "--publish") and port.isdigit() and port != expected:
            # The image may listen at others, too.
            return None
    return []


def _telnet(case: Case, words: Sequence[Word]) -> list[Problem] | None:
    """The port of Celery's debugger: it takes the first free one from its own on."""
    members = case.facts.get("modules", {}).get(DEBUGGER, {}).get("members", {})
    first = members.get("DEFAULT_PORT", {}).get("value", "")
    if "debug" not in _about(case).lower() or not first.isdigit() or len(words) < 2 or not words[1].text.isdigit():
        return None
    # Which one was free is the writer's machine's business.
    return [] if int(first) <= int(words[1].text) < int(first) + 100 else None


def _open(case: Case, words: Sequence[Word]) -> list[Problem] | None:
    """The address of a program that the page has started on this machine: Flower, at its own port or a given one."""
    match = LOCAL.match(words[0].text) if len(words) == 1 else None
    if match is None or "flower" not in _about(case).lower():
        return None
    given = {each["port"] for sample in case.page.samples for each in PORT.finditer(sample.code)}
    folder = _others.folder(case, "flower")
    options = folder / PORTS if folder is not None else None
    text = options.read_text(encoding="utf-8") if options is not None and options.is_file() else ""
    default = re.search(r"define\(\s*['\"]port['\"],\s*default=(\d+)", text)
    if default is None:
        return None
    if match["port"] in given | {default[1]}:
        return []
    told = f"Flower listens at port {default[1]} when nothing else is said"
    right = words[0].text.replace(f":{match['port']}", f":{default[1]}", 1)
    return [Problem(rule="wrong-port", word=words[0], observed=told, suggestion=right)]


def _positional(words: Sequence[Word], options: Mapping[str, bool]) -> Iterator[Word]:
    """Words that are neither options nor their values."""
    rest = iter(words)
    for word in rest:
        if word.text.startswith("-"):
            if options.get(word.text):
                next(rest, None)
        else:
            yield word


def _by_manual(case: Case, words: Sequence[Word]) -> list[Problem] | None:
    """A line of a program of which the docs use no more than a command or an option."""
    program = words[0].text
    manual = MANUALS[program]
    given = list(_positional(words[1:], dict.fromkeys(manual.valued, True)))
    options = [word for word in words[1:] if word.text.startswith("-")]
    if manual.letters:
        together = [word for word in options if re.fullmatch(r"-[A-Za-z]+", word.text)]
        wrong = [word for word in together if not manual.letters.issuperset(word.text[1:])]
        if wrong:
            told = f"{program} has no option {wrong[0].text}"
            return [Problem(rule="unknown-command", word=wrong[0], observed=told)]
        options = [word for word in options if word not in together]
    if any(word.text not in manual.options | STANDARD and word.text[:2] not in manual.attached for word in options):
        return None  # the manual has more of them
    if STANDARD & {word.text for word in options}:
        return []
    if manual.commands and (not given or given[0].text not in manual.commands):
        near = _nearest.nearest(given[0].text, manual.commands) if given else None
        told = f"{program} has no command {given[0].text}" if given else ""
        return [Problem(rule="unknown-command", word=given[0], observed=told, suggestion=near)] if near else None
    return []


JUDGES: Mapping[str, Judge] = {
    "rabbitmqctl": _rabbitmqctl,
    "redis-cli": _redis_cli,
    "valkey-cli": _redis_cli,
    "kill": _kill,
    "open": _open,
    "docker": _docker,
    "telnet": _telnet,
}
