"""Who gives a sample the names and files that it needs: earlier samples of its page, its module, the context."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import Path

from harness.contexts import Context
from harness.languages import _names, python
from harness.model import Step
from harness.plan import packages, presence
from harness.plan.notes import Origin, of_context
from harness.plan.readings import Reading, imported, missing, redefines, shows
from harness.plan.story import Story, is_inspect
from harness.plan.worlds import Own, Worlds, names_of, ordered


class Providers:
    """What stands on a page and in its contexts, for its samples to be gone through again."""

    def __init__(self, readings: Sequence[Reading], contexts: Sequence[Context], worlds: Worlds, root: str) -> None:
        self.unrun: set[str] = set()  # keys of samples that could be read and not be added to any story
        self._readings = readings
        self._names = {
            name: of_context(context.page, f"names.{name}", statement)
            for context in contexts
            for name, statement in context.names.items()
        }
        self._worlds = worlds
        self._root = root
        self._own: dict[str, frozenset[str]] = {}

    def story(self, services: Iterable[str] = (), worlds: Own = ()) -> Story:
        """A new story with what a reader has beside these services and in these worlds."""
        story = Story(services=ordered(services))
        self._furnish(story, worlds)
        return story

    def lay(self, story: Story, worlds: Own) -> bool:
        """Add worlds to those of a story that has begun; False when they would take the place of something."""
        both = tuple(dict.fromkeys((*story.worlds, *worlds)))
        new = both[len(story.worlds) :]
        if not new:
            return True
        taken = {path.partition("/")[0].removesuffix(".py") for path in self._worlds.only(new)}
        saved = {module.partition(".")[0] for module in story.modules}
        if taken & saved or not self._worlds.goes_with(story.services, story.worlds, new):
            return False
        self._furnish(story, both)
        return True

    def _furnish(self, story: Story, worlds: Own) -> None:
        story.worlds = worlds
        story.files = self._worlds.files(story.services, worlds)
        story.project = self._worlds.modules(story.services, worlds)

    def services(self, name: str, reading: Reading) -> set[str]:
        """Services that the context's statement for a name needs."""
        given = imported([ast.parse(reading.names.get(name) or self._statement_of(name))])
        return {packages.service_of(module) or self._worlds.service_of(module) for module, _ in given} - {""}

    def given(self, story: Story, name: str, reading: Reading) -> Origin | None:
        """The statement by which a reader got the name: the module's own, in its docstrings, or the context's."""
        if name in reading.names:
            return self.own(reading)[name]
        if self._presumed(name, reading):
            return replace(self._names[name], statement=self._statement(story, name))
        file = Path(self._root, reading.sample.file)
        if not reading.sample.scope or file.suffix != ".py":
            return None
        if reading.sample.file not in self._own:
            try:
                self._own[reading.sample.file] = names_of(file.read_text(encoding="utf-8"))
            except (OSError, ValueError, SyntaxError):  # of a checkout that is being worked on
                self._own[reading.sample.file] = frozenset()
        module = reading.sample.file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        shown = any(imported == module for imported, _ in reading.imports)
        if shown:
            return None
        if name not in self._own[reading.sample.file]:
            return self._formerly(name, module, reading)
        return Origin(
            by="module", told=f"the docstring's own module {module}", statement=f"from {module} import {name}"
        )

    def _formerly(self, name: str, module: str, reading: Reading) -> Origin | None:
        """A private name that is called in the docstring of an object that its example does not use: it is that object.

        That the name is wrong is told; what the example shows with the right one is looked at, too.
        """
        own = reading.sample.scope.rpartition(".")[2]
        if reading.sample.scope != f"{module}.{own}" or own not in self._own[reading.sample.file]:
            return None
        called = re.search(rf"(?<![\w.]){re.escape(name)}\(", reading.sample.code)
        if not name.startswith("_") or not called or re.search(rf"\b{re.escape(own)}\b", reading.sample.code):
            return None
        told = f"{own}, in whose docstring it is called"
        return Origin(by="module", told=told, statement=f"from {module} import {own} as {name}")

    def origin(self, story: Story, name: str, reading: Reading) -> Origin:
        """Who would give a sample a name, or why nobody does."""
        provider, lost = self.provider(name, reading)
        if provider is not None:
            return Origin(by="page", told=f"sample at line {provider.sample.lines[0]}, gone through again")
        if not lost and (given := self.given(story, name, reading)):
            return given
        for other in self._earlier(reading):
            if name in other.binds | redefines(other):
                return Origin(
                    by="nobody", told=f"the sample at line {other.sample.lines[0]} binds it: {self._why(other)}"
                )
        if name in self._names:
            told = f"{self._names[name].told} would, but the sample shows its own import of that package"
            return Origin(by="nobody", told=told)
        return Origin(by="nobody", told="no earlier sample of the page binds it, and no context says how")

    def _why(self, other: Reading) -> str:
        """Why a sample is not gone through again for another."""
        if other.problem or other.sample.key in self.unrun:
            return "it is not run" + (f" ({other.problem})" if other.problem else "")
        if not _only_defines(other, for_module=False):
            return "it does more than define, and is not gone through again"
        return "what it needs itself is not all there"

    def own(self, reading: Reading, known: AbstractSet[str] = frozenset()) -> dict[str, Origin]:
        """What the context says of the names of a sample alone."""
        if reading.match is None:
            return {}
        page, key = reading.match.page, reading.match.key
        return {
            name: of_context(page, f"{key}.names.{name}", statement)
            for name, statement in reading.names.items()
            if name not in known
        }

    def _statement_of(self, name: str) -> str:
        return self._names[name].statement if name in self._names else ""

    def _presumed(self, name: str, reading: Reading) -> bool:
        """Whether the context may give the name: a sample that shows an import of the module shows all of them."""
        return name in self._names and not shows(self._names[name].statement, reading.imports)

    def _statement(self, story: Story, name: str) -> str:
        """How a reader of the story got the name: from its own project where that has it."""
        statement = self._statement_of(name)
        for module, names in story.project.items():
            if name in names and module.partition(".")[0] == story.world and statement.startswith("from proj"):
                return f"from {module} import {name}"
        return statement

    def provider(self, name: str, reading: Reading) -> tuple[Reading | None, bool]:
        """The nearest earlier sample of the page that binds the name, when it can be gone through again.

        The second of the pair tells that the page defines the name in a sample that is not run: then nobody else's
        definition is what is meant.
        """
        for other in self._earlier(reading):
            if (other.problem or other.sample.key in self.unrun) and name in redefines(other):
                return None, True
            if name in other.binds and self._can_be_set_up(other, reading) and not self._shadows(name, other):
                return other, False
        return None, False

    def _shadows(self, name: str, reading: Reading) -> bool:
        """Whether the sample calls something of its own what is Celery's everywhere else (`group = ….group()`)."""
        given = imported([ast.parse(self._statement_of(name))])
        return any(packages.is_there(module) for module, _ in given) and not self.import_of(name, reading)

    def import_of(self, name: str, reading: Reading) -> str:
        """The statement by which a sample imports the name; "" when it binds it otherwise."""
        found = ""
        for step in reading.steps:
            for node in ast.parse(step.source).body:
                if isinstance(node, (ast.Import, ast.ImportFrom)):
                    found = next((_import(node, alias) for alias in node.names if _called(alias) == name), found)
                elif name in _names.bound([node]):
                    found = ""
        return "" if found.startswith("from .") else found

    def file(self, module: str, reading: Reading) -> Reading | None:
        """The nearest earlier sample of the page that is saved into the module, when it can be gone through again."""
        for other in self._earlier(reading):
            if other.module == module:
                return other if self._can_be_set_up(other, reading) else None
        return None

    def begun(self, module: str, reading: Reading) -> list[Reading]:
        """The earlier sample of the page with what else is in the file, when it can be gone through again."""
        for other in self._earlier(reading):
            if other.module == module and not other.binds <= reading.binds:
                return [other] if self._can_be_set_up(other, reading) else []
        return []

    def _earlier(self, reading: Reading) -> Iterable[Reading]:
        position = next(index for index, other in enumerate(self._readings) if other.sample is reading.sample)
        return [other for other in reversed(self._readings[:position]) if other.sample.scope == reading.sample.scope]

    def _can_be_set_up(self, other: Reading, reading: Reading) -> bool:
        return (
            not other.problem
            and other.sample.key not in self.unrun
            and _only_defines(other, for_module=reading.saves)
            and all(self.given(self.story(), name, other) for name in missing(other))
            and not presence.foreign(self.story(other.services, other.worlds), other, lambda module: None, [])
        )


def first_inspected(reading: Reading) -> Reading:
    """The sample without variants: of several `i = ….inspect(…)`, which ask some workers or others, the first."""
    seen: set[str] = set()
    kept = []
    for step in reading.steps:
        body = ast.parse(step.source).body if step.kind == "typed" else []
        if body and all(isinstance(node, ast.Assign) and is_inspect(node.value) for node in body):
            bound = _names.bound(body)
            if bound <= seen:
                continue
            seen |= bound
        kept.append(step)
    return replace(reading, steps=tuple(kept))


def _only_defines(reading: Reading, *, for_module: bool) -> bool:
    """Whether a sample can be gone through again for another story: it only defines, and sends nothing.

    What was typed at a prompt is there for what is typed, not for what is saved in a file.
    """
    if for_module or reading.sample.language == "python":
        return all(step.kind == "module" for step in reading.steps)
    return all(step.kind != "shell" and _asks_nobody(step) for step in reading.steps)


def _asks_nobody(step: Step) -> bool:
    """Whether a step speaks to no worker: making an `inspect()` is asking nobody yet."""
    tree = ast.parse(step.source)
    rest = [node for node in tree.body if not (isinstance(node, ast.Assign) and is_inspect(node.value))]
    return not any(python.calls_workers(node) for node in rest) and (not step.worker or not rest)


def _called(alias: ast.alias) -> str:
    """The name that an import binds."""
    return alias.asname or alias.name.partition(".")[0]


def _import(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> str:
    """An import of one name."""
    if isinstance(node, ast.Import):
        return ast.unparse(ast.Import(names=[alias]))
    return ast.unparse(ast.ImportFrom(module=node.module, names=[alias], level=node.level))
