"""What workers can reply to a remote control command: the messages of its handler, as the release's source has them.

    @control_command(…)
    def add_consumer(state, queue, …):
        …
        return ok(f'add consumer {queue}')

A handler whose every `return` is such a call says nothing else, whatever the situation.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

SOURCE = "celery/worker/control.py"
#: Functions by which handlers wrap what they say, and the key under which it stands in the reply.
WRAPPERS: Mapping[str, Literal["ok", "error"]] = {"ok": "ok", "nok": "error"}
#: The key under which a worker tells of what a handler raises.
FAILED = "error"
_DECORATORS = frozenset({"control_command", "inspect_command"})
#: What remote control methods and commands have in front of the command that they send.
_SENDERS = frozenset({"broadcast"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """One message of a handler."""

    key: Literal["ok", "error"]
    pattern: str  # matches its wording, whatever is filled in; see `wording`
    text: str  # as it is in the source, "" where something is filled in
    form: tuple[str, ...] = ()  # text, name of the argument that is filled in, text, …; () where something else is


@dataclass(frozen=True, kw_only=True, slots=True)
class Handler:
    """What a worker can say to one command."""

    name: str
    messages: tuple[Message, ...]
    closed: bool  # says nothing but these
    takes: tuple[str, ...] = ()  # the arguments that the command has, in order
    keys: frozenset[str] = frozenset()  # of every answer; empty when that cannot be told

    def find(self, text: str) -> Message | None:
        """The message that the text is, whatever its case and quotes."""
        own = wording(text)
        return next((message for message in self.messages if re.fullmatch(message.pattern, own)), None)


def of(root: str) -> Mapping[str, Handler]:
    """The handlers of the release whose tree is at `root`, by command; empty when its source is not there."""
    return _read(str(Path(root) / SOURCE))


def wording(text: str) -> str:
    """The text without case, quotes and prefixes of quotes."""
    return " ".join(re.sub(r"\bu(?=['\"])|['\"`]", "", text).lower().split())


def command(source: str) -> str:
    """The remote control command that an expression sends: `app.control.ping()`, `broadcast('ping')`; "" for none."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError):
        return ""
    node = body[-1].value if body and isinstance(body[-1], ast.Expr) else None
    if not isinstance(node, ast.Call):
        return ""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name not in _SENDERS:
        return name
    first = node.args[0] if node.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""


def said(handler: Handler, source: str) -> str:
    """What a worker replies to a call, where the handler has one message, made of what the call gives; else ""."""
    try:
        node = ast.parse(source).body[-1]
    except (SyntaxError, ValueError, IndexError):
        return ""
    kept = [message for message in handler.messages if message.key == "ok"]
    if len(kept) != 1 or not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Call):
        return ""
    given = {each.arg: each.value for each in node.value.keywords}
    if handler.name == getattr(node.value.func, "attr", ""):
        given |= dict(zip(handler.takes, node.value.args, strict=False))
    parts = []
    for index, part in enumerate(kept[0].form):
        value = given.get(part) if index % 2 else ast.Constant(value=part)
        if not isinstance(value, ast.Constant) or not isinstance(value.value, str):
            return ""
        parts.append(value.value)
    return "".join(parts)


@functools.lru_cache(maxsize=8)
def _read(path: str) -> Mapping[str, Handler]:
    try:
        tree = ast.parse(Path(path).read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError):
        return {}
    return {node.name: _handler(node) for node in tree.body if isinstance(node, ast.FunctionDef) and _answers(node)}


def _answers(node: ast.FunctionDef) -> bool:
    """Whether the function is registered as a command under its own name."""
    calls = [item.func if isinstance(item, ast.Call) else item for item in node.decorator_list]
    renamed = any(isinstance(item, ast.Call) and any(key.arg == "name" for key in item.keywords)
                  for item in node.decorator_list)  # fmt: skip
    return not renamed and any(isinstance(call, ast.Name) and call.id in _DECORATORS for call in calls)


def _handler(node: ast.FunctionDef) -> Handler:
    returned = list(_returned(node))
    messages = [message for value in returned if (message := _message(value)) is not None]
    return Handler(
        name=node.name,
        messages=tuple(messages),
        closed=bool(messages) and len(messages) == len(returned),
        takes=tuple(each.arg for each in node.args.args[1:]),
        keys=_keys(returned),
    )


def _keys(returned: Sequence[ast.expr | None]) -> frozenset[str]:
    """The keys that answers can have, where every one of them is wrapped, or a dict that is written out."""
    keys = {FAILED}
    for value in returned:
        name = value.func.id if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) else ""
        if name in WRAPPERS:
            keys.add(WRAPPERS[name])
        elif isinstance(value, ast.Dict) and value.keys:
            for key in value.keys:
                if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
                    return frozenset()
                keys.add(key.value)
        else:
            return frozenset()
    return frozenset(keys) if returned else frozenset()


def _returned(node: ast.AST) -> Iterator[ast.expr | None]:
    """What a function returns, not what functions within it do."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            continue
        if isinstance(child, ast.Return):
            yield child.value
        else:
            yield from _returned(child)


def _message(node: ast.expr | None) -> Message | None:
    """The message of `ok(…)` or `nok(…)`; None for anything else, and where nothing of it is known."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or len(node.args) != 1:
        return None
    key = WRAPPERS.get(node.func.id)
    parts = _parts(node.args[0])
    if key is None or not any(parts):
        return None
    pattern = ".*".join(re.escape(wording_of_part(part)) for part in parts)
    text = parts[0] if len(parts) == 1 else ""
    return Message(key=key, pattern=pattern, text=text, form=_form(node.args[0]))


def _form(node: ast.expr) -> tuple[str, ...]:
    """Texts and, between each two of them, the name of what is filled in; () when that is no plain name."""
    if isinstance(node, ast.Constant):
        return (str(node.value),)
    if not isinstance(node, ast.JoinedStr):
        return ()
    form = [""]
    for value in node.values:
        if isinstance(value, ast.Constant):
            form[-1] += str(value.value)
        elif isinstance(value, ast.FormattedValue) and isinstance(value.value, ast.Name) and value.conversion < 0:
            form += [value.value.id, ""]
        else:
            return ()
    return tuple(form)


def wording_of_part(part: str) -> str:
    """A part of a message, worded; the blanks at its ends stay."""
    inner = wording(part)
    return inner and f"{' ' if part[:1].isspace() else ''}{inner}{' ' if part[-1:].isspace() else ''}"


def _parts(node: ast.expr) -> list[str]:
    """The fixed parts of a text, with something filled in between each two; [""] when it is none."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        parts = [""]
        for value in node.values:
            if isinstance(value, ast.Constant):
                parts[-1] += str(value.value)
            else:
                parts.append("")
        return parts
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        return re.split(r"\{[^{}]*\}", inner) if (inner := _parts(node.func.value)[0]) else [""]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return re.split(r"%[sdr]|%\(\w+\)[sdr]", inner) if (inner := _parts(node.left)[0]) else [""]
    return [""]
