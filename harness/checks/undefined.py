"""Names that a sample uses and that nothing on its page binds, where it is certain which ones were meant.

Samples use names of the reader's own, and those of samples above.  Only what is proven to be a mistake is told: the
name of something of Celery's or of the standard library's in a sample that shows its imports, a decorator that the
page's other samples write in full, and a name that the sample binds in another spelling.
"""

from __future__ import annotations

import ast
import dataclasses
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from harness.checks import _bindings, _forgotten, _found, _history, _imported, _scope, _source, _use
from harness.checks._shown import comparison
from harness.checks._shown.ledger import Situation
from harness.checks._world import TRACKED, Thing, World
from harness.interfaces import Case
from harness.model import CheckName, Finding, Observation, Sample

name = "undefined"

rules: Mapping[str, str] = {
    "undefined-name": "a name that nothing binds: an import is forgotten, or a bound name is meant",
}

level: CheckName = "resolve"
sees = frozenset({"sample"})

#: What is done with a task, or a signature.
TASK = frozenset({"s", "si", "delay", "apply_async", "apply", "map", "starmap", "chunks", "signature", "subtask"})
PROMPT = re.compile(r"\s*(?:>>>|\.\.\.)")
#: Letters of names that can be mistaken for one another by one letter.
LONG = 4
#: Names that the examples of a docstring import from its own module: who imports so many imports what is used.
BESIDE = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Meant:
    """What a name that nothing binds was meant to be."""

    suggestion: str | None
    message: str
    imports: tuple[str, str] | None = None  # what is wrong is a name that is imported: it, and what should be
    guessed: bool = False  # what the sample gives with it is no word on what it shows


def find(case: Case) -> Iterable[Finding]:
    """Findings about the names that a sample of Python uses."""
    sample = case.sample
    if sample is None or sample.language not in _source.LANGUAGES or not case.facts or _history.told(case):
        return
    scope = _scope.of(sample)
    if not scope.whole:
        return
    read = _source.read(sample)
    nodes = [node for _, statements in read for node in statements]
    for wanted in sorted(scope.used):
        uses = list(_uses(read, wanted))
        meant = _meant(case, sample, wanted, nodes) if uses else None
        if meant is None:
            continue
        # An import that is forgotten is one place, a name to be written otherwise as many as it has.
        to_import = meant.imports or (meant.suggestion is None and not meant.guessed)
        to_import = to_import or (meant.suggestion or "").startswith(("from ", "import "))
        spots = [_source.spot(chunk, node.lineno, node.col_offset) for chunk, node in uses]
        spots = [at for at in spots if not _history.told(case, sample.code, at.line)]
        above = _above(case, sample, wanted) if spots and to_import and meant.imports is None else None
        if above is not None and meant.suggestion is not None:
            earlier, spot = above
            yield _finding(case, earlier, wanted, spot, meant)
            continue
        for at in spots[:1] if to_import else spots:
            yield _finding(case, sample, wanted, at, meant)
            yield from _imports(case, sample, read, wanted, at, meant)
    yield from _of_own_class(case, sample, read)
    yield from _came_out(case)


def covers(case: Case) -> bool:
    """Whether the sample uses a name of Celery's that was looked for among what it and its page bind."""
    sample = case.sample
    if sample is None or sample.language not in _source.LANGUAGES or not case.facts or _history.told(case):
        return False
    scope, world = _scope.of(sample), World(case.facts)
    return (
        scope.whole
        and _forgotten.shows_imports(sample)
        and any(_forgotten.public(world, each) is not None for each in scope.read)
    )


def _above(case: Case, sample: Sample, wanted: str) -> tuple[Sample, _source.Spot] | None:
    """Where a sample above in the section uses the name first, whose import belongs there; None when none does.

    One that shows its imports has its own to show; what is certain of itself there is told there as well as here.
    """
    for each in itertools.takewhile(lambda each: each.key != sample.key, case.page.samples):
        section = (each.file, each.scope, each.headings) == (sample.file, sample.scope, sample.headings)
        if not section or each.historical or each.language != sample.language or wanted not in _scope.of(each).used:
            continue
        read = _source.read(each)
        use = next(_uses(read, wanted), None)
        nodes = [node for _, statements in read for node in statements]
        own = dataclasses.replace(case, sample=each)
        if use is None or _forgotten.shows_imports(each) or _meant(own, each, wanted, nodes) is not None:
            return None
        chunk, node = use
        return each, _source.spot(chunk, node.lineno, node.col_offset)
    return None


def _finding(
    case: Case, sample: Sample, wanted: str, at: _source.Spot, meant: Meant, *, use: _source.Spot | None = None
) -> Finding:
    """A finding where the name is used; with `use`, one of another name, that is imported in its stead."""
    found = _found.undefined(
        case,
        _source.place(case, sample, at, wanted if use is None or meant.imports is None else meant.imports[0]),
        wanted,
        claim=sample.code.split("\n")[(use or at).line].strip(),
        message=f"{wanted} is not defined: {meant.message}",
        suggestion=meant.suggestion,
    )
    return dataclasses.replace(found, evidence={"guessed": wanted}) if meant.guessed else found


def _imports(
    case: Case, sample: Sample, read: _source.Read, wanted: str, use: _source.Spot, meant: Meant
) -> Iterator[Finding]:
    """The places of the name that is imported in the stead of the one that is used, where that is to be mended."""
    if meant.imports is None:
        return
    old, new = meant.imports
    right = dataclasses.replace(meant, suggestion=new)
    for chunk, statements in read:
        for node in _bindings.walk(statements):
            aliases = [each for each in node.names if each.name == old] if isinstance(node, ast.ImportFrom) else []
            nodes: list[ast.alias | ast.Name] = [*aliases]
            # Who imports more goes on using what there was.
            if isinstance(node, ast.Name) and node.id == old and old not in new.split(", "):
                nodes = [node]
            for each in nodes:
                at = _source.spot(chunk, each.lineno, each.col_offset)
                yield _finding(case, sample, wanted, at, right, use=use)


def _uses(read: _source.Read, wanted: str) -> Iterator[tuple[_source.Chunk, ast.Name]]:
    """The uses of a name, those that only try whether it is there left out."""
    for chunk, statements in read:
        found = [
            node
            for node in _bindings.walk(statements)
            if isinstance(node, ast.Name) and node.id == wanted and isinstance(node.ctx, ast.Load)
        ]
        yield from ((chunk, node) for node in sorted(found, key=lambda node: (node.lineno, node.col_offset)))


def _meant(case: Case, sample: Sample, wanted: str, nodes: list[ast.stmt]) -> Meant | None:
    use = _use_of(nodes, wanted)
    if _is_of_module(case, wanted):
        return _beside(case, sample, wanted)
    if use.decorates and (found := _decorator(case, wanted)):
        return found
    if found := _imported_instead(case, sample, wanted, use) or _other_app(case, sample, wanted, use, nodes):
        return found
    if line := _imported.left_out(case.page.samples, sample, wanted):
        return Meant(suggestion=line, message=f"its import is forgotten, which other samples of the page have: {line}")
    if _scope.is_bound_on_page(case, wanted, below=False):
        return None
    return (
        _unused(sample, wanted)
        or _misspelt(sample, wanted)
        or _near(case, wanted)
        or _own_object(case, sample, wanted, use)
        or _unused_value(case, sample, wanted, nodes)
        or _to_import(case, sample, wanted, use)
    )


def _is_of_module(case: Case, wanted: str) -> bool:
    """Whether the sample stands in the docstring of a module that has the name."""
    module = case.page.name.replace("/", ".")
    return wanted in World(case.facts).modules.get(module, {}).get("members", {})


def _beside(case: Case, sample: Sample, wanted: str) -> Meant | None:
    """A name of the module whose docstring this is, where the examples import others from there that they use."""
    module = case.page.name.replace("/", ".")
    if not sample.scope or _scope.is_bound_on_page(case, wanted):
        return None
    own = [each for each in case.page.samples if each.scope == sample.scope]
    line = re.compile(rf"^\s*(?:>>>\s*)?from\s+{re.escape(module)}\s+import\s+(?P<names>.+)", re.M)
    imported = [
        name for each in own for match in line.finditer(each.code) for name in re.findall(r"\w+", match["names"])
    ]
    members = World(case.facts).modules[module]["members"]
    used = {name for each in own for name in _scope.of(each).read}
    if (
        len(imported) < BESIDE
        or not set(imported) <= members.keys() & used
        or wanted == sample.scope.rpartition(".")[2]
    ):
        return None
    right = f"from {module} import {wanted}"
    return Meant(suggestion=right, message=f"the examples import {', '.join(imported)}, and not this one, too: {right}")


# - A decorator without its application


def _decorator(case: Case, wanted: str) -> Meant | None:
    if wanted != "task" or any(_gives(case, sample, wanted) for sample in case.page.samples):
        return None
    full = re.compile(r"^\s*(?:\.\.\.|>>>)?\s*@app\.task\b", re.M)
    if not any(full.search(sample.code) for sample in case.page.samples):
        return None
    return Meant(suggestion="app.task", message="the page's other samples write @app.task")


def _gives(case: Case, sample: Sample, wanted: str) -> bool:
    """Whether samples below have a name from this one, and it is not that of a module, which decorates nothing."""
    if wanted not in _scope.of(sample).top:
        return False
    values = _bindings.Bindings(World(case.facts), _source.read(sample)).known.get(wanted, [None])
    return not all(isinstance(each, Thing) and each.kind == "module" for each in values)


def _other_app(case: Case, sample: Sample, wanted: str, use: _use.Use, nodes: list[ast.stmt]) -> Meant | None:
    """`@app.task` in a module that imports the application under another name: `from .celery import celery`."""
    if wanted != _bindings.APP or "task" not in use.members or sample.language != "python":
        return None
    before = itertools.takewhile(lambda each: each.key != sample.key, case.page.samples)
    if any(wanted in _scope.of(each).bound for each in before):
        return None
    names = [
        alias.asname or alias.name
        for node in nodes
        if isinstance(node, ast.ImportFrom) and (node.level or (node.module or "").partition(".")[0] not in TRACKED)
        for alias in node.names
        if (node.module or "").rpartition(".")[2] == "celery"
    ]
    if len(names) != 1 or not names[0].islower():
        return None
    behind = itertools.dropwhile(lambda each: each.key != sample.key, case.page.samples)
    shown = [_scope.of(each).top for each in behind if re.search(r"^\w+ = Celery\(", each.code, re.M)]
    if shown and all(wanted in top and names[0] not in top for top in shown):
        told = f"the module that the page shows binds {wanted}, and not {names[0]}, which the sample imports"
        return Meant(suggestion=wanted, message=told, imports=(names[0], wanted))
    return Meant(suggestion=names[0], message=f"the sample imports the application as {names[0]}")


# - An import that is forgotten


def _to_import(case: Case, sample: Sample, wanted: str, use: _use.Use) -> Meant | None:
    line = _forgotten.line(World(case.facts), sample, wanted, use)
    if line is not None and wanted in _forgotten.DATABASE:
        return Meant(suggestion=None, message="its import is forgotten: every module for a database has one of its own")
    return None if line is None else _import_of(line)


def _import_of(line: str) -> Meant:
    return Meant(suggestion=line, message=f"its import is forgotten: {line}")


# - A name that was missing in a run


def _came_out(case: Case) -> Iterator[Finding]:
    """Names that steps, or their tasks in the worker, lacked where the page shows that they end well.

    What the page shows comes from a run: then a module that nothing on the page imports is a forgotten import, though
    the sample shows no imports at all.
    """
    if not any(observation.shown for observation in case.observations):
        return
    for wanted in sorted(_lost(case)):
        for sample in case.page.samples:
            if sample.historical or wanted not in _scope.of(sample).used or _scope.is_bound_on_page(case, wanted):
                continue
            if _forgotten.shows_imports(sample):
                continue  # told without a run
            read = _source.read(sample)
            first = next(_uses(read, wanted), None)
            nodes = [node for _, statements in read for node in statements]
            line = _forgotten.of_module(wanted, _use_of(nodes, wanted))
            if first is not None and line is not None:
                chunk, node = first
                at = _source.spot(chunk, node.lineno, node.col_offset)
                yield _finding(case, sample, wanted, at, _import_of(line))
                break


def _lost(case: Case) -> set[str]:
    """Names that were not defined when the case's steps ran."""
    raised = [observation.raised for observation in case.observations if not observation.reason]
    raised += [sent.raised for observation in case.observations for sent in observation.sent]
    return {each.name for each in raised if each is not None and each.type == "NameError" and each.name}


def _use_of(nodes: list[ast.stmt], wanted: str) -> _use.Use:
    return _use.of(nodes, lambda node: isinstance(node, ast.Name) and node.id == wanted)


# - A name that is bound in another spelling


def _unused(sample: Sample, wanted: str) -> Meant | None:
    """A name that the sample binds and never uses, of whose words the wanted one's are some."""
    words = set(wanted.split("_"))
    more = [each for each in _scope.of(sample).spare if len(wanted) >= LONG and words < set(each.split("_"))]
    if len(more) != 1:
        return None
    return Meant(suggestion=more[0], message=f"did you mean {more[0]}, which the sample binds and does not use?")


def _misspelt(sample: Sample, wanted: str) -> Meant | None:
    """A name that differs by one letter from one that the sample binds, and from no other.

    The same letters in another case are another thing: `twitter` is an object of the class `Twitter`.
    """
    near = [each for each in _scope.of(sample).bound if _by_one_letter(each, wanted)]
    if len(wanted) <= LONG or len(near) != 1 or near[0].lower() == wanted.lower():
        return None
    return Meant(suggestion=near[0], message=f"did you mean {near[0]}, which the sample defines?")


def _unused_value(case: Case, sample: Sample, wanted: str, nodes: list[ast.stmt]) -> Meant | None:
    """What a function assigns and never uses, where it hands on a letter that nothing binds.

    A longer name may be something of the reader's.
    """
    if not _forgotten.shows_imports(sample) or len(wanted) > 1:
        return None
    for function in (node for node in _bindings.walk(nodes) if isinstance(node, ast.FunctionDef)):
        inner = [node for node in ast.walk(function) if isinstance(node, ast.Name)]
        assigned = [each for node in ast.walk(function) if isinstance(node, ast.Assign) for each in node.targets]
        names = {each.id for each in assigned if isinstance(each, ast.Name)}
        spare = sorted(names - {node.id for node in inner if isinstance(node.ctx, ast.Load)})
        if wanted in _handed_on(function) and len(spare) == 1:
            what = f"did you mean {spare[0]}, which the function assigns and does not use?"
            return Meant(suggestion=spare[0], message=what)
    return None


def _handed_on(function: ast.FunctionDef) -> set[str]:
    """Names that are arguments of calls, or are returned, as they are."""
    values: list[ast.expr | None] = []
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            values += node.args
        elif isinstance(node, ast.Return):
            values.append(node.value)
    return {each.id for each in values if isinstance(each, ast.Name)}


def _own_object(case: Case, sample: Sample, wanted: str, use: _use.Use) -> Meant | None:
    """A private name that is called in the docstring of an object that its example does not use.

    What the object gives where it is run in the stead of the name tells whether it is meant.
    """
    own = sample.scope.rpartition(".")[2]
    module = case.page.name.replace("/", ".")
    if not own or sample.scope == module or not use.called or not wanted.startswith("_"):
        return None
    if own in _scope.of(sample).read or own in _scope.of(sample).bound:
        return None
    steps = [each for each in case.observations if each.shown and re.search(rf"\b{wanted}\(", each.source)]
    if any(each.status == "done" and not _gives_shown(each) for each in steps):
        message = f"{own}, whose docstring this is, does not give what is shown"
        return Meant(suggestion=None, message=message, guessed=True)
    if not steps and _shows_output(sample, wanted):
        return Meant(suggestion=None, message=f"it may stand for {own}, whose docstring this is", guessed=True)
    return Meant(suggestion=own, message=f"did you mean {own}, whose docstring this is?", guessed=True)


def _shows_output(sample: Sample, wanted: str) -> bool:
    """Whether output is shown below what calls a name."""
    lines = sample.code.split("\n")
    for chunk, _ in _source.read(sample):
        below = lines[chunk.first + len(chunk.lines) :][:1]
        if re.search(rf"\b{wanted}\(", "\n".join(chunk.lines)) and below and below[0].strip():
            return PROMPT.match(below[0]) is None
    return False


def _gives_shown(step: Observation) -> bool:
    """Whether a step gives what the page shows."""
    found = comparison.compare(step.shown or "", step.output, step.value, Situation())
    return found is None or found.agrees


def _near(case: Case, wanted: str) -> Meant | None:
    """A task that the page defines, of a name another by one letter; the page takes the wanted one for a task too."""
    used = re.compile(rf"\b{re.escape(wanted)}\.({'|'.join(sorted(TASK))})\b")
    if len(wanted) < LONG or not any(used.search(sample.code) for sample in case.page.samples):
        return None
    tasks = {each for sample in case.page.samples for each in _defined(sample) if _by_one_letter(each, wanted)}
    if len(tasks) != 1:
        return None
    (task,) = tasks
    return Meant(suggestion=task, message=f"did you mean {task}, a task that the page defines?")


def _defined(sample: Sample) -> Iterator[str]:
    """Functions that a sample defines at its top level and decorates."""
    for _, statements in _source.read(sample) if sample.language in _source.LANGUAGES else ():
        for node in statements:
            if isinstance(node, ast.FunctionDef) and node.decorator_list:
                yield node.name


def _by_one_letter(one: str, other: str) -> bool:
    """Whether two names differ in one letter, that is none of a number or a plural."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest = [one[start:], other[start:]]
    same = rest[0][1:] == rest[1][1:] if len(one) == len(other) else max(rest, key=len)[1:] == min(rest, key=len)
    changed = rest[0][:1] + rest[1][:1]
    return same and changed.isalpha() and not (len(one) != len(other) and start == min(len(one), len(other)))


def _imported_instead(case: Case, sample: Sample, wanted: str, use: _use.Use) -> Meant | None:
    """A task that a session uses, where it imports another from the reader's tasks, and that one for nothing."""
    scope = _scope.of(sample)
    if not use.members & TASK or wanted in scope.bound or len(scope.used - {"app"}) != 1:
        return None
    shown = re.finditer(r"^(?:>>>\s*)?from\s+(\w+\.)?tasks\s+import\s+(\w+)\s*$", sample.code, re.M)
    match = next((each for each in shown if each[2] not in scope.read), None)
    if match is None or not any(wanted in _defined(each) for each in case.page.samples):
        return None
    below = itertools.dropwhile(lambda each: each.key != sample.key, case.page.samples)
    if any(match[2] in _scope.of(each).used for each in below):
        told = f"the sample imports {match[2]} alone, which samples below use"
        return Meant(suggestion=wanted, message=told, imports=(match[2], f"{match[2]}, {wanted}"))
    line = f"from {match[1] or ''}tasks import {wanted}"
    return Meant(suggestion=line, message=f"the sample imports {match[2]} and does not use it; write {line}")


# - A class that is used before it is there


def _of_own_class(case: Case, sample: Sample, read: _source.Read) -> Iterator[Finding]:
    """The name of a class in the class's own body: the class is bound when its body has ended."""
    for chunk, statements in read:
        for made in (node for node in _bindings.walk(statements) if isinstance(node, ast.ClassDef)):
            first = next((node for node in _at_once(made.body) if node.id == made.name), None)
            if first is None or _is_bound_before(case, sample, made):
                continue
            at = _source.spot(chunk, first.lineno, first.col_offset)
            if not _history.told(case, sample.code, at.line):
                message = "in the body of its own class it is not there yet"
                yield _finding(case, sample, made.name, at, Meant(suggestion=None, message=message))


def _at_once(nodes: Iterable[ast.AST]) -> Iterator[ast.Name]:
    """Names that are looked up when the statements are run: not those in functions, or in annotations."""
    for node in nodes:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            continue
        if isinstance(node, ast.AnnAssign):
            yield from _at_once([node.value] if node.value else [])
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node
        else:
            yield from _at_once(ast.iter_child_nodes(node))


def _is_bound_before(case: Case, sample: Sample, made: ast.ClassDef) -> bool:
    """Whether something else of the class's name may be there: another of the page's, or one imported."""
    if any(made.name in _scope.of(each).bound for each in case.page.samples if each.key != sample.key):
        return True
    other = re.compile(rf"\bimport\b.*\b{made.name}\b|^\W*{made.name}\s*=|\bas\s+{made.name}\b", re.M)
    return bool(other.search(sample.code)) or len(re.findall(rf"\bclass\s+{made.name}\b", sample.code)) > 1
