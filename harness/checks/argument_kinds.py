"""Arguments of Celery's methods that are plainly of another kind than the parameter takes.

    sender.add_periodic_task(❨test.s('world')❩, 30.0)
    add.chunks(❨10❩, zip(range(100), range(100)))

What an expression is must be written: a literal, a signature, a schedule, a builtin that counts or pairs.  Anything
else may be of any kind.  Mostly two arguments stand in the wrong order.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from harness.checks import _bindings, _found, _history, _source
from harness.interfaces import Case
from harness.model import CheckName, Finding, Sample

name = "argument-kinds"

rules: Mapping[str, str] = {
    "unfit-argument": "an argument of a kind that its parameter, of a method of Celery's, refuses"
}

level: CheckName = "bind"
sees = frozenset({"sample"})

#: Kinds of which something is counted, called or sent, and never run through.
SINGLE = frozenset({"number", "signature", "schedule"})
#: What methods of Celery's refuse for their parameters, by class and method.
REFUSED: Mapping[str, Mapping[str, frozenset[str]]] = {
    "celery.app.base.Celery.add_periodic_task": {
        "schedule": frozenset({"signature", "sequence", "mapping"}),
        "sig": frozenset({"number", "schedule", "sequence"}),
    },
    "celery.app.base.Celery.send_task": {
        "name": frozenset({"number", "sequence", "mapping", "signature"}),
        "args": frozenset({"number", "text", "mapping", "signature"}),
        "kwargs": frozenset({"number", "text", "sequence", "signature"}),
    },
    "celery.app.task.Task.apply_async": {
        "args": frozenset({"number", "text", "mapping", "signature"}),
        "kwargs": frozenset({"number", "text", "sequence", "signature"}),
    },
    "celery.app.task.Task.chunks": {"it": SINGLE, "n": frozenset({"text", "sequence", "mapping", "iterator"})},
    "celery.app.control.Control.rate_limit": {"task_name": frozenset({"rate", "number"})},
}
#: Methods that others of the name are not: what they are called on.
OWNERS: Mapping[str, re.Pattern[str]] = {
    "rate_limit": re.compile(r".*\bcontrol"),
    "chunks": re.compile(r"[a-z_]\w*(?:\.s\(\))?"),
}
#: Methods that refuse such arguments at once: the others leave it to the worker.
RAISING = frozenset({"apply_async", "chunks", "send_task"})
#: Methods that take all arguments of a task as one.
PACKED = frozenset({"apply_async"})
RATE = re.compile(r"\d+(?:\.\d+)?/[smh]")
SIGNING = frozenset({"s", "si", "signature", "subtask"})
SCHEDULES = frozenset({"crontab", "solar", "schedule", "timedelta"})
ITERATORS = frozenset({"zip", "range", "map", "filter", "enumerate", "reversed", "iter"})
#: In words.
WORDS: Mapping[str, str] = {
    "rate": "a rate", "number": "a number", "text": "a text", "sequence": "a sequence", "mapping": "a mapping",
    "iterator": "an iterator", "signature": "a signature", "schedule": "a schedule",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class _Call:
    """A call of such a method, with the parameters that its positional arguments and keywords are for."""

    node: ast.Call
    method: str
    given: Mapping[str, ast.expr]
    refused: Mapping[str, frozenset[str]]

    def misfits(self) -> list[str]:
        """Parameters that are given what they do not take."""
        return [name for name, node in self.given.items() if kind(node) in self.refused.get(name, ())]


def find(case: Case) -> Iterable[Finding]:
    """Findings about the calls of a sample of Python; of a call with several the first one."""
    sample = case.sample
    if sample is None:
        return
    for chunk, call in _calls(case, sample):
        misfits = call.misfits()
        if not misfits:
            continue
        wrong = call.given[misfits[0]]
        text, right, first = _text(chunk, wrong), None, wrong
        if (better := _packed(chunk, call) or _swapped(chunk, call)) is not None:
            first, text, right = better
        what = f"{call.method}() takes no {WORDS[kind(wrong)].partition(' ')[2]} for {misfits[0]}"
        yield _found.finding(
            case,
            _source.place(case, sample, _source.spot(chunk, first.lineno, first.col_offset), text),
            rule="unfit-argument",
            subject=f"kind:{call.method}:{misfits[0]}:{ast.unparse(wrong)}",
            claim=ast.unparse(call.node),
            observed=f"{call.method}({', '.join(call.given)}): {misfits[0]} is given {WORDS[kind(wrong)]}",
            message=what + _found.meant(right),
            suggestion=right,
            evidence=_shown(call, right),
        )


def covers(case: Case) -> bool:
    """Whether the kind of an argument is known that its parameter might refuse."""
    sample = case.sample
    return sample is not None and any(
        kind(node) and name in call.refused for _, call in _calls(case, sample) for name, node in call.given.items()
    )


def _calls(case: Case, sample: Sample) -> Iterator[tuple[_source.Chunk, _Call]]:
    if sample.language not in _source.LANGUAGES or not case.facts:
        return
    parameters = {path.rpartition(".")[2]: (path, names) for path, names in _parameters(case)}
    for chunk, nodes in _source.read(sample):
        for node in _bindings.walk(nodes):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            method = node.func.attr
            path, names = parameters.get(method, ("", ()))
            owner = OWNERS.get(method)
            if not path or (owner is not None and not owner.fullmatch(ast.unparse(node.func.value))):
                continue
            if any(isinstance(each, ast.Starred) for each in node.args) or len(node.args) > len(names):
                continue
            line = _source.spot(chunk, node.lineno, node.col_offset).line
            if not _history.told(case, sample.code, line):
                by_name = {each.arg: each.value for each in node.keywords if each.arg}
                given = {**dict(zip(names, node.args, strict=False)), **by_name}
                yield chunk, _Call(node=node, method=method, given=given, refused=REFUSED[path])


def _parameters(case: Case) -> Iterator[tuple[str, Sequence[str]]]:
    """The methods that the release has, with the names of what they take in its order."""
    for path in REFUSED:
        owner, _, method = path.rpartition(".")
        member = case.facts.get("classes", {}).get(owner, {}).get("members", {}).get(method, {})
        names = [each[0] for each in member.get("signature") or () if each[1] in ("positional", "either")]
        if names:
            yield path, names[1:] if names[0] == "self" else names


def kind(node: ast.expr) -> str:
    """What an expression is as it is written; "" when that may be anything, or is empty."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            return "rate" if RATE.fullmatch(node.value) else "text"
        return "number" if type(node.value) in (int, float) else ""
    if isinstance(node, (ast.Tuple, ast.List)):
        return "sequence" if node.elts else ""
    if isinstance(node, (ast.ListComp, ast.Dict, ast.DictComp)):
        empty = isinstance(node, ast.Dict) and not node.keys
        return "sequence" if isinstance(node, ast.ListComp) else "" if empty else "mapping"
    if isinstance(node, ast.Call):
        return _made(node.func)
    return "iterator" if isinstance(node, ast.GeneratorExp) else ""


def _made(function: ast.expr) -> str:
    """What a call of a function makes."""
    if isinstance(function, ast.Attribute) and function.attr in SIGNING:
        return "signature"
    called = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if called in SCHEDULES:
        return "schedule"
    return "iterator" if isinstance(function, ast.Name) and called in ITERATORS else ""


def _packed(chunk: _source.Chunk, call: _Call) -> tuple[ast.expr, str, str] | None:
    """The arguments of a task that are given to `apply_async` one by one: the first one, how they stand, and should."""
    given = call.node.args
    if call.method not in PACKED or not given or any(kind(each) not in ("number", "text") for each in given):
        return None
    if given[0].lineno != given[-1].end_lineno or not _is_as_written(chunk, given[0]):
        return None
    line = chunk.lines[given[0].lineno - 1].encode()
    text = line[given[0].col_offset : given[-1].end_col_offset].decode()
    return given[0], text, f"({text})" if len(given) > 1 else f"({text},)"


def _swapped(chunk: _source.Chunk, call: _Call) -> tuple[ast.expr, str, str] | None:
    """The first two arguments, where they fit the other way round: the first one, how they stand, and should."""
    if len(call.node.args) < 2:
        return None
    one, other = call.node.args[:2]
    names = list(call.given)[:2]
    turned = {**call.given, names[0]: other, names[1]: one}
    fits = not _Call(node=call.node, method=call.method, given=turned, refused=call.refused).misfits()
    if not fits or one.lineno != other.end_lineno or not _is_as_written(chunk, one):
        return None
    line = chunk.lines[one.lineno - 1].encode()
    first, second = _text(chunk, one), _text(chunk, other)
    between = line[one.end_col_offset : other.col_offset].decode()
    return one, first + between + second, second + between + first


def _shown(call: _Call, right: str | None) -> Mapping[str, object]:
    """What a script needs that shows it: the kinds of the arguments, and of the right ones."""
    kinds = [kind(each) for each in call.node.args]
    if call.method not in RAISING or not kinds or not all(kinds) or len(kinds) > 2:
        return {}
    # A task may have any name, as far as sending goes.
    if call.method == "send_task" and kinds != ["sequence", "text"]:
        return {}
    one_by_one = call.method in PACKED and set(kinds) <= {"number", "text"}
    better = ["sequence"] if one_by_one else kinds[::-1]
    return {"method": call.method, "kinds": kinds, "right": better if right is not None else None}


def _is_as_written(chunk: _source.Chunk, node: ast.expr) -> bool:
    """Whether the line of an expression was not mended."""
    return not chunk.mended or chunk.mended[node.lineno - 1] == chunk.lines[node.lineno - 1]


def _text(chunk: _source.Chunk, node: ast.expr) -> str:
    """How an expression is written, as far as its first line."""
    text = "\n".join(chunk.mended or chunk.lines)
    return (ast.get_source_segment(text, node) or ast.unparse(node)).partition("\n")[0]
