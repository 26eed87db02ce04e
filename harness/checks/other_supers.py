"""`super` with two arguments, the first of which is another class than the one around it.

    class MyRequest(Request):
        def on_failure(self, exc_info):
            super(Request, self).on_failure(exc_info)

With a class that the own one does not inherit from, Python refuses; with one that it inherits from, that class is
passed over, and what stands behind it lacks the method.  Only where the sample and the release make it certain.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from harness.checks import _found, _history, _source
from harness.checks._world import TRACKED, World
from harness.interfaces import Case
from harness.model import CheckName, Finding, Sample

name = "other-supers"

rules: Mapping[str, str] = {"wrong-super": "super() of another class than the one in whose body it is called"}

level: CheckName = "resolve"
sees = frozenset({"sample"})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Call:
    """A call of `super` with two arguments, and the attribute that is asked of it."""

    chunk: _source.Chunk
    around: ast.ClassDef
    node: ast.Call
    given: str  # the name of the class that is given
    method: str


def find(case: Case) -> Iterable[Finding]:
    """Findings about calls in methods of the sample's classes."""
    sample = case.sample
    if sample is None or sample.language not in _source.LANGUAGES or not case.facts or _history.told(case):
        return
    classes = _Classes(case, sample)
    for call in _calls(sample):
        wrong = classes.wrong(call)
        at = _source.spot(call.chunk, call.node.lineno, call.node.col_offset)
        if wrong is None or _history.told(case, sample.code, at.line):
            continue
        own, written = call.around.name, _written(sample, call.node, at)
        one_line = written is not None
        yield _found.finding(
            case,
            _source.place(case, sample, at, written or sample.code.split("\n")[at.line][at.column :]),
            rule="wrong-super",
            subject=f"super:{own}:{call.given}:{call.method}",
            observed=wrong,
            message=f"super() of {call.given} within {own}: {wrong}",
            suggestion=_right(call) if one_line else None,
            evidence={"around": own, "given": call.given, "method": call.method, "code": classes.code(call)},
        )


def covers(case: Case) -> bool:
    """Never: a call that is right says nothing of what it is called with."""
    return False


def _written(sample: Sample, node: ast.Call, at: _source.Spot) -> str | None:
    """The call as it is written; None when it has several lines."""
    if node.lineno != node.end_lineno or node.end_col_offset is None:
        return None
    line = sample.code.split("\n")[at.line]
    return line[at.column : at.column + node.end_col_offset - node.col_offset]


def _right(call: _Call) -> str:
    return f"super({call.around.name}, {ast.unparse(call.node.args[1])})"


def _calls(sample: Sample) -> Iterator[_Call]:
    for chunk, nodes in _source.read(sample):
        for around in (node for each in nodes for node in ast.walk(each)):
            if not isinstance(around, ast.ClassDef):
                continue
            for method in around.body:
                if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef) and method.args.args:
                    yield from _of_method(chunk, around, method)


def _of_method(
    chunk: _source.Chunk, around: ast.ClassDef, method: ast.FunctionDef | ast.AsyncFunctionDef
) -> Iterator[_Call]:
    first = method.args.args[0].arg
    # What is within a class of the method's own is that class's.
    inner = {node for each in ast.walk(method) if isinstance(each, ast.ClassDef) for node in ast.walk(each)}
    for node in ast.walk(method):
        if not isinstance(node, ast.Attribute) or node in inner or not isinstance(node.value, ast.Call):
            continue
        call = node.value
        match call:
            case ast.Call(func=ast.Name(id="super"), args=[ast.Name(id=given), ast.Name(id=own)], keywords=[]):
                if own == first and given != around.name:
                    yield _Call(chunk=chunk, around=around, node=call, given=given, method=node.attr)


class _Classes:
    """The classes of a sample, with what they inherit from."""

    def __init__(self, case: Case, sample: Sample) -> None:
        self.world = World(case.facts)
        self.top = top = [node for _, nodes in _source.read(sample) for node in nodes]
        bound = Counter(name for node in top for name in _bound(node))
        self.defined = {node.name: node for node in top if isinstance(node, ast.ClassDef) and bound[node.name] == 1}
        paths = {name: path for node in top for name, path in _imported(node) if bound[name] == 1}
        things = {name: self.world.resolve(path) for name, path in paths.items()}
        #: Classes of the release, by the sample's names of them.
        self.imported = {
            name: thing.ref
            for name, thing in things.items()
            if thing is not None and thing.kind == "class" and thing.ref in self.world.classes
        }

    def code(self, call: _Call) -> str:
        """The code of the classes that a call is about, with what is imported for them."""
        wanted = {call.given} | self._own(call.around)
        return "\n".join(
            ast.unparse(node)
            for node in self.top
            if any(self.imported.get(name) is not None for name, _ in _imported(node))
            or (isinstance(node, ast.ClassDef) and node.name in wanted)
        )

    def wrong(self, call: _Call) -> str | None:
        """What happens when the call is made; None when that is not certain."""
        bases = self._bases(call.around)
        if bases is None or self.defined.get(call.around.name) is not call.around:
            return None
        own, theirs = bases
        if call.given in self.defined:
            return self._unrelated(call, own) if call.given not in own else None
        given = self.imported.get(call.given)
        if given is None:
            return None
        mro = [other for each in theirs for other in (each, *self.world.bases(each))]
        return self._passed_over(call, given, own, mro) if given in mro else self._unrelated(call, own)

    def _unrelated(self, call: _Call, own: frozenset[str]) -> str | None:
        """That an object of the class is none of the given one, unless a class of the sample joins the two."""
        if any(call.around.name in self._own(each) and call.given in self._own(each) for each in self.defined.values()):
            return None
        return "TypeError: super(type, obj): obj must be an instance or subtype of type"

    def _passed_over(self, call: _Call, given: str, own: frozenset[str], mro: list[str]) -> str | None:
        """That no class behind the given one has the method; only where the own one inherits from nothing else."""
        behind = self.world.bases(given)
        alone = not own and set(mro) <= {given, *behind}
        dunder = call.method.startswith("__")
        entries = [self.world.classes.get(each) for each in (given, *behind)]
        if not alone or dunder or any(entry is None or "metaclass" in entry for entry in entries):
            return None
        has = [call.method in entry["members"] for entry in entries if entry is not None]
        if not has[0] or any(has[1:]):
            return None
        return f"AttributeError: 'super' object has no attribute '{call.method}'"

    def _own(self, node: ast.ClassDef) -> frozenset[str]:
        bases = self._bases(node)
        return frozenset() if bases is None else bases[0] | {node.name}

    def _bases(
        self, node: ast.ClassDef, below: frozenset[str] = frozenset()
    ) -> tuple[frozenset[str], frozenset[str]] | None:
        """The sample's classes and the release's that a class inherits from; None if any is neither."""
        own: set[str] = set()
        theirs: set[str] = set()
        for base in node.bases:
            if isinstance(base, ast.Name) and base.id in self.defined:
                around = below | {node.name}
                more = self._bases(self.defined[base.id], around) if base.id not in around else None
                if more is None:
                    return None
                own |= {base.id, *more[0]}
                theirs |= more[1]
                continue
            if isinstance(base, ast.Name) and base.id == "object":
                continue
            path = self.imported.get(base.id) if isinstance(base, ast.Name) else None
            if path is None or "?" in self.world.bases(path):
                return None
            theirs.add(path)
        return frozenset(own), frozenset(theirs)


def _bound(node: ast.stmt) -> Iterator[str]:
    """Names that a statement at the top of a sample binds."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from (each.asname or each.name.partition(".")[0] for each in node.names)
    else:
        names = (each for each in ast.walk(node) if isinstance(each, ast.Name))
        yield from (each.id for each in names if isinstance(each.ctx, ast.Store))


def _imported(node: ast.stmt) -> Iterator[tuple[str, str]]:
    """Names that a statement imports from the release, with their paths."""
    if isinstance(node, ast.ImportFrom) and node.level == 0 and (node.module or "").partition(".")[0] in TRACKED:
        yield from ((each.asname or each.name, f"{node.module}.{each.name}") for each in node.names)
