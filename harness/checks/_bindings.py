"""What the names in a sample stand for: those it imports, and applications."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from harness.checks import _nearest, _scope, _source, _tasks
from harness.checks._itself import Itself
from harness.checks._world import TRACKED, Missing, Thing, World
from harness.interfaces import Case
from harness.model import Page, Sample

#: What the documentation calls the application wherever it does not say otherwise.
APP = "app"
#: The module that has it, and often its name there.
MODULE = "celery"
#: And the class of one, where a sample goes on from another that imported it.
APP_CLASS = "Celery"
#: What the documentation calls what comes of sending a task.
RESULTS = frozenset({"res", "result"})
#: What only tasks have, and of these what is not mistaken for anything else.
SENDING = frozenset({"delay", "apply_async", "s", "si"})
SLIPPED = frozenset({"delay", "apply_async"})
#: What a bound task gets as its first argument.
TASK = "celery.app.task.Task"
#: What a sample catches when it tries whether a name is there.
CATCHING = frozenset({"ImportError", "ModuleNotFoundError", "AttributeError", "Exception", "BaseException"})


@dataclass(frozen=True, slots=True)
class _Instance:
    """What a parameter with an annotation is."""

    of: ast.expr


class Bindings:
    """The names of one sample.

    A name that is bound twice to different things, by a parameter, a loop or a definition is not known.  `tasks` are
    names of tasks that other samples of the page define, and `above` tells what names are that those above have bound.
    """

    def __init__(
        self,
        world: World,
        read: _source.Read,
        tasks: Collection[str] = (),
        above: Callable[[str], Thing | None] = lambda name: None,
    ) -> None:
        self.world = world
        self.tasks = tasks
        self.above = above
        self.known: dict[str, list[Thing | ast.expr | _Instance | None]] = {}
        self._given: set[str] = set()  # parameters of which nothing more is said
        self._supers: dict[ast.AST, ast.expr] = {}  # the base class of what each `super()` is
        self._busy: set[str] = set()
        for _, nodes in read:
            for node in nodes:
                self._collect(node)

    # - Collecting

    def _bind(self, name: str, value: Thing | ast.expr | _Instance | None) -> None:
        self.known.setdefault(name, []).append(value)

    def _collect(self, node: ast.AST) -> None:
        if isinstance(node, ast.Import):
            for alias in node.names:
                self._bind(*self._imported(alias))
            return
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                self._bind(alias.asname or alias.name, self._imported_from(node, alias))
            return
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            self._bind(node.targets[0].id, node.value)
            self._collect(node.value)
            return
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            made = _tasks.defined_by(node) if isinstance(node, ast.FunctionDef) else None
            self._bind(node.name, self._task() if made is not None and made.plain else None)
            if isinstance(node, ast.ClassDef) and len(node.bases) == 1:
                self._supers.update((each, node.bases[0]) for each in ast.walk(node) if _is_super(each))
            if isinstance(node, ast.FunctionDef) and _is_bound_task(node):
                self._bind(node.args.args[0].arg, self._task())
                self._collect_but_first(node)
                return
        elif isinstance(node, ast.arg):
            self._given.update({node.arg} if node.annotation is None else ())
            self._bind(node.arg, _Instance(of=node.annotation) if node.annotation is not None else None)
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            self._bind(node.id, None)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            self._bind(node.name, None)
        for child in ast.iter_child_nodes(node):
            self._collect(child)

    def _collect_but_first(self, node: ast.FunctionDef) -> None:
        """What is below a task whose first argument is known."""
        first = node.args.args[0]
        for child in ast.iter_child_nodes(node):
            for each in ast.iter_child_nodes(child) if child is node.args else [child]:
                if each is not first:
                    self._collect(each)

    def _task(self) -> Thing | None:
        return Thing(kind="instance", ref=TASK) if TASK in self.world.classes else None

    def _imported(self, alias: ast.alias) -> tuple[str, Thing | None]:
        root = alias.name.partition(".")[0]
        try:
            module = self.world.module(alias.name if alias.asname else root)
        except Missing:
            module = None
        return alias.asname or root, module

    def _imported_from(self, node: ast.ImportFrom, alias: ast.alias) -> Thing | None:
        if node.level == 0 and (node.module or "").partition(".")[0] in TRACKED:
            return self.world.resolve(f"{node.module}.{alias.name}")
        if alias.name in self.tasks:
            return self._task()
        # `from .celery import celery`, too.
        is_app = alias.name == APP or (alias.name == MODULE and (node.module or "").rpartition(".")[2] == MODULE)
        return self._app() if is_app else None

    def _app(self) -> Thing | None:
        return self.world.app() if "app" in self.world.facts else None

    # - Looking up

    def name(self, name: str) -> Thing | None:
        """What a name stands for, None when that is not certain."""
        values = self.known.get(name)
        if values is None and name in self.tasks:
            return self._task()
        if values is None:
            if name == APP_CLASS:
                return self.world.resolve("celery.Celery")
            return self._app() if name == APP else self.above(name)
        if name == APP and name in self._given:
            # The application that a function gets is the one that the sample makes.
            values = [each for each in values if each is not None] or values
        if name in self._busy:
            return None
        self._busy.add(name)
        try:
            things = [self._thing(each) for each in values]
        except Missing:
            return None
        finally:
            self._busy.discard(name)
        first = things[0]
        same = first is not None and all(
            thing is not None and (thing.kind, thing.ref) == (first.kind, first.ref) for thing in things
        )
        return first if same else None

    def _thing(self, value: Thing | ast.expr | _Instance | None) -> Thing | None:
        if isinstance(value, _Instance):
            made = self.value(value.of)
            return self.world.instance(made.ref) if made is not None and made.kind == "class" else None
        return self.value(value) if isinstance(value, ast.expr) else value

    def value(self, node: ast.expr) -> Thing | None:
        """What an expression is.  Raises Missing when it names what does not exist."""
        if isinstance(node, ast.Name):
            return self.name(node.id)
        if isinstance(node, ast.Attribute):
            return self.world.member(self.value(node.value), node.attr)
        if isinstance(node, ast.Call):
            if node in self._supers:
                return self._thing(_Instance(of=self._supers[node]))
            callee = self.value(node.func)
            return self.world.call(callee) or (self._made(node.func) if callee is None else None)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            return self.world.linked(self.value(node.left), self.value(node.right))
        return None

    def _made(self, function: ast.expr) -> Thing | None:
        """What a method gives whose owner is not known: who calls them so has a task, or a signature."""
        if not isinstance(function, ast.Attribute) or isinstance(function.value, ast.Constant):
            return None
        return self.world.given_by(function.attr)


def of(case: Case, sample: Sample) -> Bindings:
    """The names of a sample, with what samples above it, the page's tasks and a docstring's module are."""
    world, tasks, known = _around(Itself(case.facts), Itself(case.page))
    if sample.key not in known:
        known[sample.key] = _read(case, world, tasks, sample)
    return known[sample.key]


@functools.lru_cache(maxsize=4)
def _around(facts: Itself[Mapping[str, Any]], page: Itself[Page]) -> tuple[World, Collection[str], dict[str, Bindings]]:
    """What samples of a page have in common: the release, the page's tasks, and names by the sample's key."""
    return World(facts.value), _tasks.plain(page.value.samples), {}


def _read(case: Case, world: World, tasks: Collection[str], sample: Sample) -> Bindings:
    samples = case.page.samples

    def above(name: str) -> Thing | None:
        for each in reversed(samples):
            before = each.file == sample.file and each.lines[0] < sample.lines[0] and not each.historical
            if before and name in _scope.of(each).top:
                thing = of(case, each).name(name)
                # What is imported is the same throughout a page; what is made changes from section to section.
                near = each.headings == sample.headings[: len(each.headings)]
                return thing if near or name in _scope.of(each).imported else None
        if sample.scope:
            return world.resolve(f"{case.page.name.replace('/', '.')}.{name}")
        if name in RESULTS:
            return world.given_by("delay")
        return Thing(kind="instance", ref=TASK) if TASK in world.classes and _is_sent(samples, name) else None

    return Bindings(world, _source.read(sample), tasks, above)


def _is_sent(samples: Sequence[Sample], name: str) -> bool:
    """Whether a page sends or signs what is called so, and nothing binds it: it is a task of the reader's."""
    if any(name in _scope.of(each).bound - _scope.of(each).imported for each in samples):
        return False
    sent = re.compile(rf"(?<![\w.]){re.escape(name)}\.(\w+)\(")
    return any(_sends(match[1]) for each in samples for match in sent.finditer(each.code))


@functools.lru_cache(maxsize=1024)
def _sends(method: str) -> bool:
    """Whether a method is one that sends or signs tasks; of the long ones a slip for one counts as well."""
    return method in SENDING or _nearest.nearest(method, SLIPPED) is not None


def _is_super(node: ast.AST) -> bool:
    """Whether a node is `super()`."""
    return isinstance(node, ast.Call) and not node.args and getattr(node.func, "id", "") == "super"


def _is_bound_task(node: ast.FunctionDef) -> bool:
    """Whether a function is made a task that gets itself as first argument."""
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and node.args.args:
            made = (
                decorator.func.attr if isinstance(decorator.func, ast.Attribute) else getattr(decorator.func, "id", "")
            )
            given = {keyword.arg: keyword.value for keyword in decorator.keywords}
            bind, base = given.get("bind"), given.get("base")
            if (
                made in ("task", "shared_task")
                and base is None
                and isinstance(bind, ast.Constant)
                and bind.value is True
            ):
                return True
    return False


def walk(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """All nodes, those left out that only try whether a name is there."""
    waiting = [*nodes][::-1]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Try) and any(_tries(handler) for handler in node.handlers):
            waiting += [*node.orelse, *node.finalbody][::-1]
            continue
        yield node
        waiting += [*ast.iter_child_nodes(node)][::-1]


def _tries(handler: ast.ExceptHandler) -> bool:
    """Whether a handler puts up with a missing name: what catches anything and raises again, as a retry, does not."""
    kind = handler.type.id if isinstance(handler.type, ast.Name) else ""
    raises = any(isinstance(node, ast.Raise) for node in ast.walk(handler))
    return catches(handler) and not (kind in ("Exception", "BaseException") and raises)


def catches(handler: ast.ExceptHandler) -> bool:
    """Whether a handler catches what a missing name raises."""
    if handler.type is None:
        return True
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(isinstance(kind, ast.Name) and kind.id in CATCHING for kind in kinds)
