"""What a page shows `celery multi` to print, against the texts that its source prints.

    $ celery multi restart w1 -A proj -l INFO
    > Waiting for 1 node -> 64024.....
        > w1@halcyon.local: OK

Only what Celery itself writes is compared, and that names of nodes are names of nodes: numbers, hosts and versions are
the machine's.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.checks import _found, _history, _source
from harness.interfaces import Case
from harness.model import CheckName, Finding, Sample

name = "multi-output"

rules: Mapping[str, str] = {"outdated-repr": "a line that `celery multi` does not print in this form"}

level: CheckName = "resolve"
sees = frozenset({"sample"})

SOURCE = "celery/bin/multi.py"
COMMAND = re.compile(r"^\s*\$\s+(?P<command>celery\b.*\bmulti\b.*)$")
PROMPT = re.compile(r"^\s*\$\s")
FIELD = re.compile(r"\{[^{}]*\}")
#: Words before the first that is the machine's, by which a text is known.
WORDS = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class _Text:
    """A text that is printed: how it begins, as a pattern, as it stands in the source."""

    head: str
    pattern: re.Pattern[str]
    shown: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Line:
    """A line that a page shows as printed by a command."""

    index: int
    text: str  # without the white space around it
    command: str


def find(case: Case) -> Iterable[Finding]:
    """Findings about lines below a command line of `celery multi`."""
    sample = case.sample
    if sample is None or _history.told(case):
        return
    texts = _texts(case.docs.root)
    for line in _lines(sample) if texts else ():
        yield from _form(case, sample, line, texts)
        yield from _node(case, sample, line, texts)


def covers(case: Case) -> bool:
    """Whether a line was held against a text."""
    sample = case.sample
    if sample is None or _history.told(case):
        return False
    texts = _texts(case.docs.root)
    return any(text.pattern.match(line.text) for line in _lines(sample) for text in texts)


def _form(case: Case, sample: Sample, line: _Line, texts: Iterable[_Text]) -> Iterator[Finding]:
    """A line that begins as a text does, and goes on otherwise."""
    alike = [text for text in texts if text.head and line.text.startswith(text.head)]
    if alike and not any(text.pattern.match(line.text) for text in texts if text in alike):
        shown = FIELD.sub("…", alike[0].shown)
        yield _found.finding(
            case,
            _source.place(case, sample, _spot(sample, line.index, line.text), line.text),
            rule="outdated-repr",
            severity="cosmetic",
            subject=f"multi:{alike[0].shown}",
            observed=f"celery multi prints {shown!r}",
            message=f"celery multi prints this line as {shown!r}",
        )


def _node(case: Case, sample: Sample, line: _Line, texts: Iterable[_Text]) -> Iterator[Finding]:
    """A name that is not a node's: with the host behind a full stop."""
    for text in texts:
        match = text.pattern.match(line.text)
        node = match.groupdict().get("node") if match else None
        if node is None:
            continue
        first, dot, host = node.partition(".")
        if dot and "@" not in node and first in line.command.split():
            yield _found.finding(
                case,
                _source.place(case, sample, _spot(sample, line.index, node), node),
                rule="outdated-repr",
                severity="wrong-value",
                subject=f"multi-node:{node}",
                claim=line.text,
                observed=f"the name of the node {first} is {first}@, and the host",
                message=f"nodes are called by their names: {first}@{host}",
                suggestion=f"{first}@{host}",
            )
        return


def _spot(sample: Sample, index: int, text: str) -> _source.Spot:
    return _source.Spot(line=index, column=sample.code.split("\n")[index].index(text))


def _lines(sample: Sample) -> Iterator[_Line]:
    command = ""
    for index, line in enumerate(sample.code.split("\n")):
        if PROMPT.match(line):
            match = COMMAND.match(line)
            command = match["command"] if match else ""
        elif command and line.strip().startswith("> "):
            yield _Line(index=index, text=line.strip(), command=command)


@functools.lru_cache(maxsize=16)
def _texts(root: str) -> tuple[_Text, ...]:
    """The texts with a `>` before them in the source, those with the longest heads first."""
    try:
        tree = ast.parse(Path(root, SOURCE).read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError):
        return ()
    within = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    shown = (_shown(node) for node in ast.walk(tree) if id(node) not in within)
    found = [_text(each) for each in dict.fromkeys(filter(None, shown))]
    return tuple(sorted(found, key=lambda each: -len(each.head)))


def _shown(node: ast.AST) -> str:
    """The text of a constant or an f-string as `str.format` has it, "" when it is no line of this kind."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        text = node.value
    elif isinstance(node, ast.JoinedStr):
        parts = (
            str(each.value) if isinstance(each, ast.Constant) else f"{{{ast.unparse(each.value)}}}"
            for each in node.values
            if isinstance(each, (ast.Constant, ast.FormattedValue))
        )
        text = "".join(parts)
    else:
        return ""
    text = text.strip()
    return text if text.startswith("> ") and "\n" not in text else ""


def _text(shown: str) -> _Text:
    parts = FIELD.split(shown)
    fields = FIELD.findall(shown)
    pattern, seen = re.escape(parts[0]), False
    for field, part in zip(fields, parts[1:], strict=True):
        node = field.rstrip("}").endswith(".name") and not seen
        seen = seen or node
        pattern += (r"(?P<node>[^\s:]+)" if node else r"[^\s].*?") + re.escape(part)
    head = parts[0].rstrip()
    return _Text(
        head=head if fields and len(head.split()) > WORDS else "",
        pattern=re.compile(pattern),
        shown=shown,
    )
