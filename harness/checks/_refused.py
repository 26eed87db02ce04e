"""Calls that Celery itself refuses because of arguments that the page has written out.

What the reader's program or the run brings in could be at fault too: only calls of Celery's names count, with arguments
that are all literals, or made of such by Celery.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass

from harness.checks import _bindings, _excuses, _source
from harness.checks._world import World
from harness.interfaces import Case
from harness.model import Observation, Raised, Sample

#: What code raises that looks at its arguments.
REFUSALS = frozenset({"TypeError", "ValueError", "celery.exceptions.ImproperlyConfigured"})
#: Methods of tasks that make signatures.
SIGNING = frozenset({"s", "si", "signature"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """A call that was refused; the argument that the message names, as it is written, and as it should be."""

    call: str
    argument: str
    right: str | None


def function(call: Refused) -> str:
    """What is called."""
    node = ast.parse(call.call, mode="eval").body
    return ast.unparse(node.func) if isinstance(node, ast.Call) else call.call


def refused(case: Case, sample: Sample, observation: Observation, raised: Raised) -> Refused | None:
    """The call of the failing line that Celery's own code refused, None when it may be for another reason."""
    if raised.type not in REFUSALS:
        return None
    places = _excuses.INSTALLED.findall(raised.traceback)
    frames = raised.traceback.rpartition('File "')[2]
    if not places or not _excuses.OURS.match(places[-1]) or "site-packages" not in frames.partition('"')[0]:
        return None
    calls = _calls(observation.source, raised.line)
    if len(calls) != 1:
        return None
    bindings = _bindings.Bindings(World(case.facts), _source.read(sample))
    call = calls[0]
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    if not given or not _is_celerys(bindings, call.func) or not all(_is_written(bindings, each) for each in given):
        return None
    argument = next(
        (each.value for each in call.keywords if each.arg and re.search(rf"\b{each.arg}\b", raised.message)), None
    )
    text = _as_written(observation.source, argument) if argument is not None else ""
    listed = text and re.search(r"must be a list\b.*\bnot\b.*\bstr\b", raised.message)
    return Refused(call=ast.unparse(call), argument=text, right=f"[{text}]" if listed else None)


# - Arguments that may be left out, and may not


#: The frame of a function of Celery's, with the line that failed in it.
FRAME = re.compile(
    r'File "[^"]*/(?:site-packages|dist-packages)/(?P<path>[\w/]+)\.py", line \d+, in (?P<function>\w+)\n(?P<line>.*)\n'
)


def left_out(case: Case, observation: Observation, raised: Raised) -> tuple[str, str]:
    """The function of Celery's that the failing line calls, and the argument without which it fails.

    Its default is None, and the first thing that is done with it takes it for something else.  ("", "") when it is not
    so.
    """
    lost = re.match(r"'NoneType' object has no attribute '(\w+)'", raised.message)
    frame = FRAME.search(raised.traceback)
    if (
        lost is None
        or frame is None
        or raised.traceback.count('File "') != raised.traceback.count('File "', 0, frame.end())
    ):
        return "", ""
    function = f"{frame['path'].replace('/', '.')}.{frame['function']}"
    thing = World(case.facts).resolve(function)
    calls = [each for each in _calls(observation.source, raised.line) if _last(each.func) == frame["function"]]
    if thing is None or not thing.signature or len(calls) != 1:
        return "", ""
    call = calls[0]
    if any(isinstance(each, ast.Starred) for each in call.args) or any(each.arg is None for each in call.keywords):
        return "", ""
    given = {each.arg for each in call.keywords} | {each[0] for each in thing.signature[: len(call.args)]}
    for parameter in thing.signature:
        unsaid = parameter[0] not in given and parameter[2:] == ["None"]
        if unsaid and re.search(rf"(?<![\w.]){parameter[0]}\.{lost[1]}\b", frame["line"]):
            return function, parameter[0]
    return "", ""


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _calls(source: str, line: int) -> list[ast.Call]:
    """The outermost calls of the statement at a line, the innermost statement where there are several."""
    try:
        body: list[ast.stmt] = ast.parse(source).body
    except SyntaxError:
        return []
    found: list[ast.stmt] = []
    while inner := [node for node in body if node.lineno <= line <= (node.end_lineno or node.lineno)]:
        found = inner
        body = [each for node in inner for each in ast.iter_child_nodes(node) if isinstance(each, ast.stmt)]
    return list(_outermost(found))


def _outermost(nodes: Iterable[ast.AST]) -> Iterable[ast.Call]:
    for node in nodes:
        if isinstance(node, ast.Call):
            yield node
        else:
            yield from _outermost(ast.iter_child_nodes(node))


def _is_celerys(bindings: _bindings.Bindings, node: ast.expr) -> bool:
    """Whether a name, or the object that an attribute belongs to, is of Celery's."""
    while isinstance(node, ast.Attribute):
        node = node.value
    if not isinstance(node, ast.Name):
        return False
    if bindings.name(node.id) is not None:
        return True
    values = bindings.known.get(node.id, [])
    return len(values) == 1 and isinstance(values[0], ast.Call) and _is_made(bindings, values[0])


def _is_made(bindings: _bindings.Bindings, call: ast.Call) -> bool:
    """Whether a call makes something of Celery's of what is written out."""
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    signs = isinstance(call.func, ast.Attribute) and call.func.attr in SIGNING
    return (signs or _is_celerys(bindings, call.func)) and all(_is_written(bindings, each) for each in given)


def _is_written(bindings: _bindings.Bindings, node: ast.expr) -> bool:
    """Whether the page itself says what an argument is."""
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return all(_is_written(bindings, each) for each in node.elts)
    if isinstance(node, ast.Dict):
        return all(each is not None and _is_written(bindings, each) for each in (*node.keys, *node.values))
    if isinstance(node, ast.UnaryOp):
        return _is_written(bindings, node.operand)
    return isinstance(node, ast.Call) and _is_made(bindings, node)


def _as_written(source: str, node: ast.expr) -> str:
    return ast.get_source_segment(source, node) or ""
