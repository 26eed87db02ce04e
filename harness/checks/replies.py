"""What workers are shown to reply to a command of remote control, against what the command's handler can say.

    >>> ping(['worker2.example.com'])                  $ celery -A proj control add_consumer foo
    [{'worker2.example.com': 'pong'}]                  -> worker1.local: OK
                                                           started consuming from u'foo'

Needs nothing to be run: the handler's messages stand in the release's source.  Replies of steps that were run are
compared by `output`.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from harness import shell_lines
from harness.checks import _click, _found, _source
from harness.checks._shown import comparison, display, handlers, likeness, origins, places, values
from harness.checks._shown.handlers import Handler, Message
from harness.checks._shown.nodes import Node, Scalar, Table
from harness.checks._shown.places import Shown
from harness.interfaces import Case
from harness.model import CheckName, Finding, Place, Sample

name = "replies"

rules: Mapping[str, str] = {
    "wrong-output": "a shown reply that no worker gives to the command",
    "wrong-output-shape": "a shown reply without the key under which workers give it",
}

level: CheckName = "compare"
sees = frozenset({"sample"})

REMOTE = frozenset({"control", "inspect"})
#: A line that heads one worker's reply in a terminal; the arrow is often left out.
HEADER = re.compile(r"\s*(?:->\s*)?(?P<node>[\w.%-]+(?:@[\w.-]+|(?:\.[\w-]+)+)): (?P<status>OK|ERROR)\s*")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Claim:
    """One message that a worker is shown to reply."""

    handler: Handler
    text: str
    place: Place
    line: str  # what sends the command
    bare: bool = False  # without a key, where the reader sees Python's values
    real: str = ""  # what a worker did reply when the same was run
    said: str = ""  # what one would, made of what the line gives


def find(case: Case) -> Iterable[Finding]:
    """Findings about the replies that the case's sample shows."""
    for claim in _claims(case):
        message = claim.handler.find(claim.text)
        if message is None:
            if claim.handler.closed:
                yield _never(case, claim)
        elif claim.bare:
            yield _wrapped(case, claim, message)


def covers(case: Case) -> bool:
    """Whether the sample shows replies of a command whose messages are known."""
    return any(True for _ in _claims(case))


def _claims(case: Case) -> Iterator[_Claim]:
    sample = case.sample
    if sample is None or sample.historical or origins.told(case, sample):
        return
    known = handlers.of(case.docs.root)
    if not known:
        return
    if sample.language == "console":
        yield from _in_terminal(case, sample, known)
    elif not any(step.shown is not None and comparison.claims(step.shown) for step in case.observations):
        yield from _in_python(case, sample, known)


def _in_terminal(case: Case, sample: Sample, known: Mapping[str, Handler]) -> Iterator[_Claim]:
    """Messages below `-> NODE: OK` lines; those below ERROR may be any exception's."""
    lines = sample.code.split("\n")
    for entry in shell_lines.read(lines):
        handler = _handler_of(case, entry, known)
        if handler is None or entry.shown is None:
            continue
        index, ok = entry.pieces[-1][0] + 1, False
        while index < len(lines) and not shell_lines.PROMPT.match(lines[index]):
            header = HEADER.fullmatch(lines[index])
            text = lines[index].strip()
            if header:
                ok = header["status"] == "OK"
            elif ok and text and not shell_lines.NOTHING.fullmatch(text):
                column = len(lines[index]) - len(lines[index].lstrip())
                place = _source.place(case, sample, _source.Spot(line=index, column=column), text)
                line = lines[entry.pieces[0][0]].strip()
                yield _Claim(
                    handler=handler,
                    text=text,
                    place=place,
                    line=line,
                    real=_real(case, entry, handler),
                    said=_said(case, entry, handler),
                )
                ok = False
            index += 1


def _real(case: Case, entry: shell_lines.Entry, handler: Handler) -> str:
    """What a worker replied when the line was run; "" when it was not, or did not work."""
    for observation in case.observations:
        if observation.first == entry.pieces[0][0]:
            lines = observation.output.split("\n")
            for header, line in itertools.pairwise(lines):
                match = HEADER.fullmatch(header)
                if match and match["status"] == "OK" and handler.find(line.strip()) is not None:
                    return line.strip()
    return ""


def _said(case: Case, entry: shell_lines.Entry, handler: Handler) -> str:
    """What a worker replies to the words that follow the command; "" when that cannot be told, or one was asked."""
    if any(observation.first == entry.pieces[0][0] for observation in case.observations):
        return ""
    words = shell_lines.arguments_of("celery", list(entry.commands[0].words)) or []
    given = [word.text for word in _click.parse(case.facts["commands"], words).words[1:]]
    return handlers.said(handler, f"app.{handler.name}({', '.join(map(repr, given))})")


def _handler_of(case: Case, entry: shell_lines.Entry, known: Mapping[str, Handler]) -> Handler | None:
    if len(entry.commands) != 1 or "commands" not in case.facts:
        return None
    words = shell_lines.arguments_of("celery", list(entry.commands[0].words))
    if words is None:
        return None
    parsed = _click.parse(case.facts["commands"], words)
    if parsed.path[-1] not in REMOTE or not parsed.words:
        return None
    return known.get(parsed.words[0].text)


def _in_python(case: Case, sample: Sample, known: Mapping[str, Handler]) -> Iterator[_Claim]:
    """Answers below a prompt."""
    if sample.language != "pycon" and ">>> " not in sample.code:
        return
    lines = sample.code.split("\n")
    chunks = [chunk for chunk, _ in _source.read(sample)]
    for number, chunk in enumerate(chunks):
        handler = known.get(handlers.command(chunk.text))
        first = chunk.first + len(chunk.lines)
        last = chunks[number + 1].first if number + 1 < len(chunks) else len(lines)
        shown = "\n".join(lines[first:last]).rstrip()
        if handler is None or not shown.strip():
            continue
        where = Shown(sample=sample, index=first, text=shown)
        for text, node in _messages(shown):
            place = places.of_span(case, where, node.start, node.end)
            said = handlers.said(handler, chunk.text)
            yield _Claim(
                handler=handler,
                text=text,
                place=place,
                line=_line(chunk.text),
                bare=node.end > 0 and _bare(node),
                said=repr({"ok": said}) if said else "",
            )


def _messages(shown: str) -> Iterator[tuple[str, Node]]:
    """Messages in the answers of workers, and the nodes that show them."""
    try:
        nodes = values.read_all(shown)
    except values.Unreadable:
        return
    for node in nodes:
        for _, answer in likeness.answers(node):
            if isinstance(answer, Scalar) and isinstance(answer.value, str):
                yield answer.value, answer
            elif isinstance(answer, Table) and [display.show(key) for key, _ in answer.pairs] == ["'ok'"]:
                inner = answer.pairs[0][1]
                if isinstance(inner, Scalar) and isinstance(inner.value, str):
                    yield inner.value, answer


def _bare(node: Node) -> bool:
    return isinstance(node, Scalar)


def _line(source: str) -> str:
    try:
        return ast.unparse(ast.parse(source).body[-1])
    except (SyntaxError, IndexError):
        return " ".join(source.split())


def _wrapped(case: Case, claim: _Claim, message: Message) -> Finding:
    """A message without its key: {'worker1': 'pong'} for {'worker1': {'ok': 'pong'}}."""
    right = repr({message.key: message.text or claim.text})
    return _found.finding(
        case,
        claim.place,
        rule="wrong-output-shape",
        severity="wrong-value",
        subject=f"reply:{claim.handler.name}:{handlers.wording(claim.text)}",
        observed=f"each worker replies {right}",
        message=f"shows {likeness.brief(repr(claim.text))}, but each worker replies {right} to {claim.handler.name}",
        suggestion=right,
        evidence=_evidence(claim),
    )


def _never(case: Case, claim: _Claim) -> Finding:
    said = [message.text or message.pattern.replace("\\", "").replace(".*", "…")
            for message in claim.handler.messages if message.key == "ok"]  # fmt: skip
    told = repr(claim.real) if claim.real else " or ".join(map(repr, said))
    return _found.finding(
        case,
        claim.place,
        rule="wrong-output",
        severity="wrong-value",
        subject=f"reply:{claim.handler.name}:{handlers.wording(claim.text)}",
        observed=f"{claim.handler.name} replies {told}",
        message=f"shows {likeness.brief(repr(claim.text))}, but a worker replies {told} to {claim.handler.name}",
        suggestion=claim.real or claim.said or None,
        evidence=_evidence(claim),
    )


def _evidence(claim: _Claim) -> Mapping[str, object]:
    return {
        "source": claim.line,
        "handler": f"{handlers.SOURCE}: {claim.handler.name}",
        "messages": [{"key": item.key, "message": item.text or item.pattern} for item in claim.handler.messages],
        "compared": "what the handler says",
        "let_through": [{"at": "", "kind": "node", "shown": "names and number of workers"}],
    }
