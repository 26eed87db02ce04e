"""What a worker writes: lines about tasks, formats of its log, objects that it shows."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from harness.checks import _found, _history, _modules, _source
from harness.checks._world import TRACKED, Missing, World
from harness.interfaces import Case
from harness.model import CheckName, Finding, Sample

name = "worker-log"

rules: Mapping[str, str] = {
    "wrong-output": "a line of the worker's log about a task that this release words otherwise",
    "unknown-name": "a class of Celery's in a shown object that the release does not have",
}

level: CheckName = "resolve"
sees = frozenset({"sample"})

LANGUAGES = frozenset({"text", "console", "pycon"})
#: How a line of the log begins: [time: LEVEL/Process].
HEAD = re.compile(r"^\s*(?:\^C)*\[(?:[^\]]*:\s)?(?P<level>DEBUG|INFO|WARNING|ERROR|CRITICAL)/(?P<process>[\w-]+)\]\s*")
TASK = re.compile(r"(?P<name>[\w.]+)\[(?P<id>[0-9a-f]{8}-[0-9a-f-]{27})\]")
#: What the module of tracing calls the forms of its messages.
FORMS = ("celery.app.trace", "LOG_")
FIELD = re.compile(r"%\((?P<name>\w+)\)[a-z]")
OBJECT = re.compile(r"<(?P<path>(?:celery|kombu)(?:\.\w+)+)\.(?P<name>[A-Z]\w*) object at 0x[0-9a-f]+>")
#: Letters and words of a piece of text that is looked for in the source: by fewer it would be found by chance.
LETTERS, WORDS = 10, 2
#: What differs from run to run, or is put in: it parts the pieces that are fixed.
VOLATILE = re.compile(
    r"0x[0-9a-f]+|\S*\d\S*|<[^>]*>|'[^']*'|\"[^\"]*\"|\S+@\S+|\S+://\S*|[{}\[\]()`]|\.{2,}|:(?=\s|$)|\^C"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Line:
    """A message of the log, its continued lines joined."""

    index: int  # of its first line
    column: int  # at which the message begins there
    first: str  # what stands of it on its first line
    text: str
    process: str


def find(case: Case) -> Iterable[Finding]:
    """Findings about the lines of a log in shown output."""
    sample = case.sample
    if sample is None or sample.language not in LANGUAGES or _history.told(case):
        return
    forms = _forms(case.facts)
    for line in _lines(sample):
        yield from _worded_otherwise(case, sample, line, forms)
    yield from _objects(case, sample)


def covers(case: Case) -> bool:
    """Whether a form was compared, or a piece of what is shown was found in the release's source."""
    sample = case.sample
    if sample is None or sample.language not in LANGUAGES or _history.told(case):
        return False
    if ">>>" in sample.code:
        return False
    forms, world = _forms(case.facts), World(case.facts)
    if any(TASK.search(line.text) and _form(line.text, forms) for line in _lines(sample)):
        return True
    if any(_there(world, match) for match in OBJECT.finditer(sample.code)) or _is_default(case, sample):
        return True
    return any(True for _ in _lines(sample)) and _is_written(case.docs.root, sample)


# - Forms of messages about tasks


def _forms(facts: Mapping[str, Any]) -> list[str]:
    """The forms of messages about tasks, as format strings."""
    module, prefix = FORMS
    members = facts.get("modules", {}).get(module, {}).get("members", {})
    values = (entry.get("value", "") for called, entry in members.items() if called.startswith(prefix))
    return [ast.literal_eval(value) for value in values if value[:1] in ("'", '"')]


def _lines(sample: Sample) -> Iterator[_Line]:
    lines = sample.code.split("\n")
    for index, line in enumerate(lines):
        if match := HEAD.match(line):
            parts = [line[match.end() :].strip()]
            for following in lines[index + 1 :]:
                if HEAD.match(following) or not following[:1].isspace():
                    break
                parts.append(following.strip())
            yield _Line(
                index=index,
                column=match.end(),
                first=line[match.end() :],
                text=" ".join(parts).strip(),
                process=match["process"],
            )


def _form(text: str, forms: Iterable[str]) -> str | None:
    """The form that a message has."""
    for form in forms:
        if re.fullmatch(_expression(form), text, re.S):
            return form
    return None


def _expression(form: str) -> str:
    parts = FIELD.split(form)  # text, name, text, name, …
    return "".join(re.escape(part) if index % 2 == 0 else ".+?" for index, part in enumerate(parts))


def _worded_otherwise(case: Case, sample: Sample, line: _Line, forms: list[str]) -> Iterator[Finding]:
    """A message about a task whose words are those of a form, in another order."""
    task = TASK.search(line.text)
    if task is None or line.process != "MainProcess" or _form(line.text, forms):
        return
    rest = _words(line.text.replace(task[0], " "))
    meant = [form for form in forms if _words(FIELD.sub(" ", form)) == rest and len(rest) > 1]
    if len(meant) != 1:
        return
    right = FIELD.sub(lambda match: task[match["name"]] if match["name"] in ("name", "id") else match[0], meant[0])
    text, written = _as_wrapped(sample, line, task[0], right)
    last = line.index + text.count("\n")
    yield _found.finding(
        case,
        _source.place(case, sample, _source.Spot(line=line.index, column=line.column), text, end=last),
        rule="wrong-output",
        severity="cosmetic",
        subject=f"log:{meant[0]}",
        claim=line.text,
        observed=right,
        message=f"the worker writes {right!r}",
        suggestion=None if FIELD.search(right) else written,
    )


def _as_wrapped(sample: Sample, line: _Line, task: str, right: str) -> tuple[str, str | None]:
    """The message as it stands, and the right one: wrapped before the task where the page wraps it there."""
    first = line.first.strip()
    if first == line.text:
        return first, right
    below = sample.code.split("\n")[line.index + 1]
    if line.text != f"{first} {below.strip()}" or not below.strip().startswith(task):
        return first, None
    head, _, tail = right.partition(task)
    margin = below[: len(below) - len(below.lstrip())]
    return f"{first}\n{below.rstrip()}", f"{head.strip()}\n{margin}{task}{tail}"


def _words(text: str) -> list[str]:
    return sorted(re.findall(r"[a-z]+", text.lower()))


# - Objects


def _objects(case: Case, sample: Sample) -> Iterator[Finding]:
    world = World(case.facts)
    for match in OBJECT.finditer(sample.code):
        if _there(world, match) is not False:
            continue
        before = sample.code[: match.start("path")]
        spot = _source.Spot(line=before.count("\n"), column=len(before) - (before.rfind("\n") + 1))
        dotted = f"{match['path']}.{match['name']}"
        yield _found.finding(
            case,
            _source.place(case, sample, spot, dotted),
            rule="unknown-name",
            severity="wrong-value",
            subject=_found.subject_of_name(match["path"], match["name"]),
            observed=_found.lacks(case, match["path"], match["name"]),
            message=f"there is no {dotted}",
        )


def _there(world: World, match: re.Match[str]) -> bool | None:
    """Whether the class is there; None when nobody can tell."""
    if match["path"].partition(".")[0] not in TRACKED:
        return None
    try:
        module = world.module(match["path"])
        return None if module is None else world.member(module, match["name"]) is not None or None
    except Missing:
        return False


# - Formats, and pieces of messages


def _is_default(case: Case, sample: Sample) -> bool:
    """Whether the sample is the default of the setting that its section is about, as it is in the release."""
    keys: Mapping[str, Any] = case.facts.get("settings", {}).get("keys", {})
    setting = next(
        (word for title in reversed(sample.headings) for word in re.findall(r"\w+", title) if word in keys), ""
    )
    try:
        shown = ast.literal_eval(" ".join(sample.code.split()))  # long ones are wrapped
    except (ValueError, SyntaxError):
        return False
    return bool(setting) and keys[setting]["default"] == repr(shown)


def _pieces(sample: Sample) -> Iterator[str]:
    """Pieces of messages that do not change from run to run."""
    for line in sample.code.split("\n"):
        message = line[match.end() :] if (match := HEAD.match(line)) else line
        for piece in VOLATILE.split(message):
            words = piece.strip(" .,!|-*")
            if len(re.findall(r"[A-Za-z]+", words)) >= WORDS and len(re.findall(r"[A-Za-z]", words)) >= LETTERS:
                yield words


def _is_written(root: str, sample: Sample) -> bool:
    """Whether a piece of what the sample shows stands in a module of the release."""
    return any(piece in text for piece in _pieces(sample) for text in _modules.texts(root).values())
