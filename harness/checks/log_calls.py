"""Calls of loggers: the message stands first, and has a place for each argument.

    logger.info(❨result, "log_result got: %r"❩)

Nothing raises where they do not fit: the logger prints a traceback of its own in the stead of the message.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from harness.checks import _bindings, _found, _history, _source
from harness.interfaces import Case
from harness.model import CheckName, Finding, Sample

name = "log-calls"

rules: Mapping[str, str] = {"unfit-message": "a log message that has not a place for each of its arguments"}

level: CheckName = "bind"
sees = frozenset({"sample"})

#: What everybody calls a logger, and what makes one.
LOGGERS = frozenset({"logger", "LOGGER", "log", "logging"})
METHODS = frozenset({"debug", "info", "warning", "warn", "error", "critical", "exception"})
#: What stands for an argument; `*` stands for one more.
CONVERSION = re.compile(
    r"%(?P<key>\([^)]*\))?[#0\- +]*(?P<width>\*|\d+)?(?:\.(?P<digits>\*|\d+))?[hlL]?(?P<type>[a-zA-Z%])"
)
TYPES = frozenset("diouxXeEfFgGcrsa")
#: Names of what may well be a message.
MESSAGES = re.compile(r"\w*(?:msg|message|fmt|format|text|template|line)\w*", re.I)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Misfit:
    """Where a call does not fit, how that is written, and what is said of it."""

    text: str
    observed: str
    message: str
    suggestion: str | None = None


def find(case: Case) -> Iterable[Finding]:
    """Findings about the calls of loggers in a sample of Python."""
    sample = case.sample
    if sample is None:
        return
    for chunk, node in _calls(case, sample):
        misfit = _misfit(chunk, node)
        if misfit is None:
            continue
        first = node.args[0]
        yield _found.finding(
            case,
            _source.place(case, sample, _source.spot(chunk, first.lineno, first.col_offset), misfit.text),
            rule="unfit-message",
            severity="silent",
            subject=f"message:{ast.unparse(node)}",
            claim=ast.unparse(node),
            observed=misfit.observed,
            message=misfit.message + _found.meant(misfit.suggestion),
            suggestion=misfit.suggestion,
        )


def covers(case: Case) -> bool:
    """Whether the places of a message were counted."""
    sample = case.sample
    return sample is not None and any(
        (message := _message(node.args[0])) is not None and places(message) is not None
        for _, node in _calls(case, sample)
    )


def _calls(case: Case, sample: Sample) -> Iterator[tuple[_source.Chunk, ast.Call]]:
    """Calls of loggers that give a message and arguments for it, all of them written out."""
    if sample.language not in _source.LANGUAGES:
        return
    for chunk, nodes in _source.read(sample):
        for node in _bindings.walk(nodes):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or len(node.args) < 2:
                continue
            if node.func.attr not in METHODS or getattr(node.func.value, "id", "") not in LOGGERS:
                continue
            line = _source.spot(chunk, node.lineno, node.col_offset).line
            starred = any(isinstance(each, ast.Starred) for each in node.args)
            if not starred and not _history.told(case, sample.code, line):
                yield chunk, node


def _message(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _misfit(chunk: _source.Chunk, node: ast.Call) -> _Misfit | None:
    first, *rest = node.args
    words = _text(chunk, first)
    message = _message(first)
    if message is None:
        behind = next((each for each in rest if places(_message(each) or "")), None)
        plain = isinstance(first, (ast.Name, ast.Attribute)) and not MESSAGES.fullmatch(words.rpartition(".")[2])
        if behind is None or not plain:
            return None
        told = f"the message of a logger stands first, and {_text(chunk, behind)} stands behind {words}"
        turned = _turned(chunk, first, behind) if node.args == [first, behind] else None
        text, suggestion = turned or (words, None)
        return _Misfit(text=text, observed=f"{words} is taken for the message", message=told, suggestion=suggestion)
    count, given = places(message), len(rest)
    if count is None or count == given:
        return None
    return _Misfit(
        text=words,
        observed=f"a message with a place for {count}, and {given} given",
        message=f"the message has a place for {count} argument{'s' * (count != 1)}, and is given {given}",
    )


def _turned(chunk: _source.Chunk, first: ast.expr, behind: ast.expr) -> tuple[str, str] | None:
    """Two arguments as they stand, and the other way round; None when they take several lines."""
    if first.lineno != behind.end_lineno or chunk.mended:
        return None
    between = chunk.lines[first.lineno - 1].encode()[first.end_col_offset : behind.col_offset].decode()
    one, other = _text(chunk, first), _text(chunk, behind)
    return one + between + other, other + between + one


def _text(chunk: _source.Chunk, node: ast.expr) -> str:
    """How an expression is written, as far as its first line."""
    text = "\n".join(chunk.mended or chunk.lines)
    return (ast.get_source_segment(text, node) or ast.unparse(node)).partition("\n")[0]


def places(message: str) -> int | None:
    """For how many arguments a message has a place; None when they are called by names, or it cannot be read."""
    count = 0
    for match in CONVERSION.finditer(message):
        if match["type"] == "%":
            continue
        if match["key"] is not None or match["type"] not in TYPES:
            return None
        count += 1 + [match["width"], match["digits"]].count("*")
    return count
