"""Messages, routes and results that the docs show as data: their fields are those that the release knows."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from harness.checks import _found, _history, _nearest, _source
from harness.interfaces import Case
from harness.model import CheckName, Finding, Sample

name = "messages"

rules: Mapping[str, str] = {
    "unknown-field": "a field that messages, routes or results of this release do not have, meant for one they have",
    "wrong-order": "values of a pair that stand the other way round than in the release's messages",
}

level: CheckName = "keys"
sees = frozenset({"sample"})

LANGUAGES = frozenset({"javascript", "js", "json", "json5", "text"})
#: Fields by one of which it is plain what the data is.
TELLING: Mapping[str, frozenset[str]] = {
    "task messages": frozenset({"task", "timelimit", "argsrepr", "origin"}),
    "results": frozenset({"task_id", "status"}),
    "routes": frozenset({"queue", "exchange", "routing_key"}),
}
#: Beside what sending a task takes, what a route may say of the queue that it makes.
OF_QUEUES = frozenset({"exchange_type", "binding_key", "queue_arguments"})
COMMENT = re.compile(r"(?m)(?:^|(?<=[\s,{\[]))//[^\n]*|/\*.*?\*/", re.S)
PAIR = re.compile(
    r"['\"]timelimit['\"]\s*:\s*(?P<pair>[(\[]\s*(?P<first>\w+(?:\.\d+)?)\s*,\s*(?P<second>\w+(?:\.\d+)?)\s*[)\]])"
)
LIMITS = {"hard": "hard", "time_limit": "hard", "soft": "soft", "soft_time_limit": "soft"}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Shown:
    """Data as it stands, by what it is."""

    kind: str
    fields: tuple[str, ...]
    first: int  # index of its first character in the sample's code


def find(case: Case) -> Iterable[Finding]:
    """Findings about data in a sample."""
    sample = case.sample
    if sample is None or _history.told(case):
        return
    for shown in _shown(case, sample):
        yield from _unknown(case, sample, shown)
    yield from _limits(case, sample)


def covers(case: Case) -> bool:
    """Whether fields were looked up, and one of them at least is known."""
    sample = case.sample
    if sample is None or _history.told(case):
        return False
    return any(set(shown.fields) & _known(case.facts, shown.kind) for shown in _shown(case, sample))


def _known(facts: Mapping[str, Any], kind: str) -> frozenset[str]:
    messages, execution = facts.get("messages", {}), facts.get("execution", {})
    if kind == "task messages":
        parts = ("headers", "properties", "embed", "first")
        return frozenset(each for part in parts for each in messages.get(part, ()))
    if kind == "results":
        return frozenset(messages.get("result", ()))
    takers = ("apply_async", "exec_options", "send_task", "send_task_message")
    return frozenset(each for taker in takers for each in execution.get(taker, ())) | OF_QUEUES


def _shown(case: Case, sample: Sample) -> Iterator[_Shown]:
    """The mappings of a sample of data, with what they are: by a field that tells it, and most fields known."""
    if sample.language not in LANGUAGES or "execution" not in case.facts:
        return
    for first, value in _mappings(sample.code):
        fields = tuple(key for key in value if isinstance(key, str))
        for kind, telling in TELLING.items():
            known = set(fields) & _known(case.facts, kind)
            if telling & set(fields) and 2 * len(known) >= len(fields):
                yield _Shown(kind=kind, fields=fields, first=first)
                break


def _mappings(code: str) -> Iterator[tuple[int, Mapping[Any, Any]]]:
    """Mappings that stand by themselves in a text, and where they begin; what cannot be read is left out."""
    text = COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), code)
    for match in re.finditer(r"(?m)^\s*(?=\{)", text):
        start = match.end()
        end = _closing(text, start)
        value = _read(text[start:end]) if end else None
        if isinstance(value, Mapping):
            yield start, value


def _closing(text: str, start: int) -> int:
    """Where the bracket that opens at `start` has been closed; 0 when it is not."""
    depth, quote = 0, ""
    for index in range(start, len(text)):
        char = text[index]
        if quote:
            quote = "" if char == quote and text[index - 1] != "\\" else quote
        elif char in "'\"":
            quote = char
        elif char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
            if depth == 0:
                return index + 1
    return 0


def _read(text: str) -> Any:
    """Data as JSON or as Python writes it; None when it is neither."""
    try:
        return json.loads(text)
    except ValueError:
        pass
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None


def _unknown(case: Case, sample: Sample, shown: _Shown) -> Iterator[Finding]:
    known = _known(case.facts, shown.kind)
    for each in shown.fields:
        suggestion = None if each in known else _nearest.nearest(each, known)
        if suggestion is None:
            continue
        match = re.compile(rf"(?<=['\"]){re.escape(each)}(?=['\"]\s*:)").search(sample.code, shown.first)
        yield _found.finding(
            case,
            _source.place(case, sample, _spot(sample.code, match.start() if match else shown.first), each),
            rule="unknown-field",
            severity="wrong-value",
            subject=f"field:{shown.kind}:{each}",
            observed=f"{shown.kind} have {', '.join(sorted(known))}",
            message=f"{shown.kind} have no field {each}{_found.meant(suggestion)}",
            suggestion=suggestion,
        )


def _limits(case: Case, sample: Sample) -> Iterator[Finding]:
    """Time limits shown in another order than in the release's messages: a soft limit is the lower one."""
    order: Sequence[str] = case.facts.get("messages", {}).get("timelimit", ())
    if sorted(order) != ["hard", "soft"]:
        return
    for match in PAIR.finditer(sample.code):
        first, second = match["first"], match["second"]
        if _in_order(first, second, order):
            continue
        pair = match["pair"]
        middle = pair[1:-1].replace(first, "\0", 1).replace(second, first, 1).replace("\0", second, 1)
        suggestion = pair[0] + middle + pair[-1]
        yield _found.finding(
            case,
            _source.place(case, sample, _spot(sample.code, match.start("pair")), pair),
            rule="wrong-order",
            severity="silent",
            subject=f"order:timelimit:{pair}",
            claim=match[0],
            observed=f"a task message holds the limits as {order[0]}, {order[1]}",
            message=f"timelimit holds the {order[0]} limit first, then the {order[1]} one; did you mean {suggestion}?",
            suggestion=suggestion,
        )


def _in_order(first: str, second: str, order: Sequence[str]) -> bool:
    """Whether a pair stands as in messages; true when nobody can tell."""
    named = LIMITS.get(first), LIMITS.get(second)
    if None not in named:
        return named == tuple(order)
    try:
        low, high = float(first), float(second)
    except ValueError:
        return True
    return low == high or ((low < high) == (order[0] == "soft"))


def _spot(code: str, index: int) -> _source.Spot:
    before = code[:index]
    return _source.Spot(line=before.count("\n"), column=index - (before.rfind("\n") + 1))
