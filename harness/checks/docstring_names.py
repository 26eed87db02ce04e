"""Classes that an example in a docstring calls and that are nowhere: the one that is described was meant.

    class BeatLazyFunc:
        '''… Example:

            "current": BeatCallBack(datetime.datetime.now)
        '''

The name is none of the release's, and nothing of the module's examples binds it.  It is clear what was meant when one
class of the module is nearly of that name, or when the example of a class never names the class itself, and the name
that it has instead begins with the same word.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping

from harness.checks import _bindings, _found, _history, _nearest, _scope, _slips, _source
from harness.checks._world import World
from harness.interfaces import Case
from harness.model import CheckName, Finding, Sample

name = "docstring-names"

rules: Mapping[str, str] = {"undefined-name": "a class that a docstring's example calls and that is nowhere"}

level: CheckName = "resolve"
sees = frozenset({"sample"})

CLASS = re.compile(r"[A-Z][a-z]\w*")
WORD = re.compile(r"[A-Z][a-z0-9]+")


def find(case: Case) -> Iterable[Finding]:
    """Findings about the classes that an example calls."""
    sample = case.sample
    if sample is None or not _applies(case, sample):
        return
    for chunk, call in _calls(sample):
        meant = None if _is_there(case, call.id) else _meant(case, sample, call.id)
        at = _source.spot(chunk, call.lineno, call.col_offset)
        if meant is not None and not _history.told(case, sample.code, at.line):
            yield _found.undefined(
                case,
                _source.place(case, sample, at, call.id),
                call.id,
                claim=sample.code.split("\n")[at.line].strip(),
                message=f"{call.id} is not defined{_found.meant(meant)}",
                suggestion=meant,
            )


def covers(case: Case) -> bool:
    """Whether a class that an example calls is the release's, or surely nobody's."""
    sample = case.sample
    if sample is None or not _applies(case, sample):
        return False
    module = World(case.facts).modules.get(_module(case), {}).get("members", {})
    return any(call.id in module for _, call in _calls(sample)) or any(True for _ in find(case))


def _applies(case: Case, sample: Sample) -> bool:
    return bool(sample.scope and case.facts) and sample.language in _source.LANGUAGES and not _history.told(case)


def _calls(sample: Sample) -> Iterator[tuple[_source.Chunk, ast.Name]]:
    """Names of classes that are called."""
    for chunk, statements in _source.read(sample):
        for node in _bindings.walk(statements):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and CLASS.fullmatch(node.func.id):
                yield chunk, node.func


def _module(case: Case) -> str:
    return case.page.name.replace("/", ".").removesuffix(".__init__")


def _is_there(case: Case, wanted: str) -> bool:
    return _slips.is_known(case, wanted) or _scope.is_bound_on_page(case, wanted)


def _meant(case: Case, sample: Sample, wanted: str) -> str | None:
    """The class that was meant; None when that is not clear."""
    members = World(case.facts).modules.get(_module(case), {}).get("members", {})
    classes = [each for each, entry in members.items() if entry["kind"] == "class" and not each.startswith("_")]
    if (near := _nearest.nearest(wanted, classes)) is not None:
        return near
    own = next((part for part in reversed(sample.scope.split(".")) if CLASS.fullmatch(part)), "")
    if own not in classes or re.search(rf"\b{own}\b", sample.code):
        return None
    return own if _first(own) == _first(wanted) else None


def _first(name: str) -> str:
    """The first word of a name."""
    match = WORD.match(name)
    return match[0] if match is not None else name
