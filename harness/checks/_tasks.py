"""Tasks that the samples of a page define: functions below `@app.task`, with the arguments that they take."""

from __future__ import annotations

import ast
import copy
import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from harness.checks import _source
from harness.checks._world import TRACKED
from harness.model import Sample

#: Decorators that make a task of a function.
DECORATORS = frozenset({"task", "shared_task"})
#: Options that are given classes without being the task's own class.
TYPED = frozenset({"throws", "autoretry_for", "dont_autoretry_for", "Request", "Strategy"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Defined:
    """A task as a sample defines it; the arguments are those that its callers give."""

    name: str
    positional: tuple[str, ...]
    required: frozenset[str]  # that have no default
    keywords: frozenset[str]  # that can be given by name
    any_positional: bool
    any_keyword: bool
    checked: bool  # whether Celery holds calls against the arguments before it sends them
    plain: bool  # whether it is of Celery's own class
    takes: str = ""  # the arguments as a definition has them, any default being None


def of(sample: Sample) -> Sequence[Defined]:
    """The tasks that a sample defines, in order."""
    return _of(sample.language, sample.code) if sample.language in _source.LANGUAGES else ()


@functools.lru_cache(maxsize=1024)
def _of(language: str, code: str) -> tuple[Defined, ...]:
    read = _source.read_code(language, code)
    return tuple(
        defined
        for _, statements in read
        for node in _functions(statements)
        if (defined := defined_by(node)) is not None
    )


def _functions(nodes: Iterable[ast.AST]) -> Iterator[ast.FunctionDef]:
    """Functions, those within functions, too; those of classes are methods."""
    for node in nodes:
        if isinstance(node, ast.FunctionDef):
            yield node
        if not isinstance(node, ast.ClassDef):
            yield from _functions(ast.iter_child_nodes(node))


def defined_by(node: ast.FunctionDef) -> Defined | None:
    """The task that a definition makes; None when it makes none, or another decorator changes it."""
    if len(node.decorator_list) != 1:
        return None
    (decorator,) = node.decorator_list
    made = decorator.func if isinstance(decorator, ast.Call) else decorator
    name = made.attr if isinstance(made, ast.Attribute) else getattr(made, "id", "")
    if name not in DECORATORS:
        return None
    given = {each.arg: each.value for each in decorator.keywords} if isinstance(decorator, ast.Call) else {}
    bound, typing = (given.get(each) for each in ("bind", "typing"))
    if None in given or any(not isinstance(each, (ast.Constant, type(None))) for each in (bound, typing)):
        return None
    skipped = 1 if isinstance(bound, ast.Constant) and bound.value else 0
    takes = node.args
    named = [each.arg for each in takes.args]
    positional = [*(each.arg for each in takes.posonlyargs), *named]
    without = len(positional) - len(takes.defaults)
    keyword_only = [each.arg for each in takes.kwonlyargs]
    needed = [each.arg for each, default in zip(takes.kwonlyargs, takes.kw_defaults, strict=True) if default is None]
    return Defined(
        name=node.name,
        positional=tuple(positional[skipped:]),
        required=frozenset([*positional[skipped:without], *needed]),
        keywords=frozenset([*named, *keyword_only]) - frozenset(positional[:skipped]),
        any_positional=takes.vararg is not None,
        any_keyword=takes.kwarg is not None,
        checked=not (isinstance(typing, ast.Constant) and not typing.value),
        plain="base" not in given and not any(_is_class(value) for key, value in given.items() if key not in TYPED),
        takes=_parameters(takes, skipped),
    )


def _is_class(value: ast.expr) -> bool:
    """Whether a value is called like a class: who gives the decorator one means `base`, however that is spelt."""
    name = value.attr if isinstance(value, ast.Attribute) else getattr(value, "id", "")
    return name[:1].isupper() and not name.isupper()


def _parameters(takes: ast.arguments, skipped: int) -> str:
    """Arguments without annotations, and without what their defaults are."""
    bare = copy.deepcopy(takes)
    for each in (*bare.posonlyargs, *bare.args, *bare.kwonlyargs, *filter(None, (bare.vararg, bare.kwarg))):
        each.annotation = None
    bare.defaults = [ast.Constant(value=None) for _ in bare.defaults]
    bare.kw_defaults = [each and ast.Constant(value=None) for each in bare.kw_defaults]
    for _ in range(skipped):
        (bare.posonlyargs or bare.args)[:1] = []
    return ast.unparse(bare)


def on_page(samples: Sequence[Sample]) -> Mapping[str, Sequence[Defined]]:
    """The tasks that samples define, by name; names left out that some sample binds to something else."""
    found: dict[str, list[Defined]] = {}
    for sample in samples:
        for defined in of(sample):
            found.setdefault(defined.name, []).append(defined)
    for sample in samples if found else ():
        for name in _others(sample.language, sample.code) & found.keys():
            del found[name]
    return found


@functools.lru_cache(maxsize=1024)
def _others(language: str, code: str) -> frozenset[str]:
    """Names that are bound to what is neither a task, nor imported from the reader's modules."""
    found: set[str] = set()
    for _, statements in _source.read_code(language, code) if language in _source.LANGUAGES else ():
        for node in (each for statement in statements for each in ast.walk(statement)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                if not isinstance(node, ast.FunctionDef) or defined_by(node) is None:
                    found.add(node.name)
            elif isinstance(node, (ast.Import, ast.ImportFrom)):
                found |= {each.asname or each.name for each in node.names if not _is_readers(node, each)}
            elif isinstance(node, ast.arg):
                found.add(node.arg)
            elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
                found.add(node.id)
    return frozenset(found)


def _is_readers(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> bool:
    """Whether a name may be that of a task in the reader's modules."""
    if isinstance(node, ast.Import) or alias.asname not in (None, alias.name):
        return False
    return node.level > 0 or (node.module or "").partition(".")[0] not in TRACKED


def plain(samples: Sequence[Sample]) -> frozenset[str]:
    """Names of tasks of Celery's own class."""
    return frozenset(name for name, defined in on_page(samples).items() if all(each.plain for each in defined))
