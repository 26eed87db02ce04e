"""A story as it grows: what has been typed and saved in it, and what that defines."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from harness.languages import python
from harness.model import CALLED, SampleKey, Step
from harness.plan import packages
from harness.plan.notes import Origin, Use
from harness.plan.readings import Reading, defines, imported, makes_app
from harness.plan.worlds import Own, Services

#: Stands for the module that a page does not name, until the whole story is known.
UNNAMED = "@"

_BLANK = Step(sample=None, kind="module", source="", first=0, shown=None, worker=False, limit=python.LIMIT)


@dataclass(slots=True)
class Story:
    """Samples of one section in one session, as it grows."""

    services: Services = ()
    worlds: Own = ()  # that samples of it have beside those of the page
    files: Mapping[str, str] = field(default_factory=dict)  # that the context gives
    project: Mapping[str, frozenset[str]] = field(default_factory=dict)  # modules in these, and what they define
    readings: list[Reading] = field(default_factory=list)
    bound: set[str] = field(default_factory=set)  # what can be typed
    modules: dict[str, set[str]] = field(default_factory=dict)  # what each module that is saved into defines
    defined: set[str] = field(default_factory=set)  # functions and classes among them
    typed_only: set[str] = field(default_factory=set)
    steps: list[Step] = field(default_factory=list)
    heads: dict[str, list[str]] = field(default_factory=dict)
    preamble: list[str] = field(default_factory=list)
    nodes: dict[str, tuple[str, ...]] = field(default_factory=dict)  # what was typed for → the workers that it asks
    added: set[str] = field(default_factory=set)  # modules to whose own text the samples are added
    app: str = ""
    world: str = ""  # root of the package that it imports from: a reader is in one project at a time
    origins: dict[str, Origin] = field(default_factory=dict)  # who gave each name, or module, that is there
    used: set[Use] = field(default_factory=set)  # keys of the contexts that have given something
    unnamed: str = ""  # the module that a later sample calls what was saved into a module without a name

    def forget(self, names: Iterable[str]) -> None:
        """Unbind what a sample that is not run would have defined: what stood there before is not what is meant."""
        for bound in (self.bound, *self.modules.values()):
            bound.difference_update(names)

    def name_the_unnamed(self, module: str, names: Iterable[str]) -> bool:
        """Whether earlier samples, saved without saying where, define all the names: then the module is called so."""
        if self.unnamed not in ("", module) or not set(names) <= self.modules.get(UNNAMED, set()):
            return False
        self.unnamed = module
        return True

    def home_of(self, name: str) -> str:
        """The file of the story that defines the name, as a module; "" when none does."""
        return next((module for module, names in self.modules.items() if name in names and UNNAMED not in module), "")

    def bring(self, module: str, names: Iterable[str]) -> None:
        """Have a file import what another file of the story defines, as a reader's does."""
        for name in sorted(names):
            if (other := self.home_of(name)) and other != module:
                source = f"from {other} import {name}"
                self.steps.append(replace(_BLANK, source=source, module=module))
                self.modules.setdefault(module, set()).add(name)

    def bind(self, module: str, saved: bool, given: Mapping[str, Origin]) -> None:
        """Have the statements that give names typed, or saved above the module that needs them."""
        known = self.modules.setdefault(module, set()) if saved else self.bound
        lines = self.heads.setdefault(module, []) if saved else self.preamble
        for name, origin in sorted(given.items()):
            if name in known:
                continue
            statement = origin.statement
            self.world = self.world or world_of(statement)
            if statement not in lines:
                lines.append(statement)
            known.add(name)
            self.bound.add(name)
            self.origins[name] = origin
            self.used |= {origin.use} if origin.use else set()

    def prepare(self, module: str, saved: bool, given: Mapping[str, Origin]) -> None:
        """Have what the context says of the next sample alone typed, or saved, just before it."""
        known = self.modules.setdefault(module, set()) if saved else self.bound
        for statement in dict.fromkeys(origin.statement for origin in given.values()):
            self.world = self.world or world_of(statement)
            tree = ast.parse(statement)
            self.steps.append(
                replace(
                    _BLANK,
                    kind="module" if saved else "typed",
                    source=statement,
                    module=module if saved else "",
                    worker=any(map(python.calls_workers, tree.body)),
                )
            )
        known |= given.keys()
        self.bound |= given.keys()
        self.origins |= given
        self.used |= {origin.use for origin in given.values() if origin.use}

    def append(self, reading: Reading, module: str, *, own: bool) -> None:
        """Have a sample gone through; what is not the story's `own` is gone through again for another sample."""
        told = f"sample at line {reading.sample.lines[0]}"
        origin = Origin(by="story", told=told) if own else Origin(by="page", told=f"{told}, gone through again")
        self.origins |= dict.fromkeys(reading.binds, origin)
        for step in reading.steps:
            home = (step.module or module) if step.kind == "module" else ""
            if home and all(other.module != home for other in self.steps) and self._adds(reading, home):
                self.added.add(home)
            if home:
                self.modules.setdefault(home, set()).update(reading.binds)
                self.origins[home] = origin
            self.steps.append(replace(self._asking(step), module=home, sample=step.sample if own else None))
        if reading.saves:
            self.defined |= defines(reading)
            if "app" in reading.binds and makes_app(reading):
                self.app = module
        else:
            self.typed_only |= reading.binds - self.bound
        self.bound |= reading.binds
        if own:
            self.readings.append(reading)

    def use(self, reading: Reading) -> None:
        """Have a reader use what a sample of the story's own has defined."""
        for call in reading.match.entry.calls if reading.match else ():
            self.steps.append(
                replace(
                    _BLANK,
                    kind="shell" if call.shell else "typed",
                    source=call.source,
                    sample=call_key(reading.sample.key),
                    worker=any(map(python.calls_workers, [] if call.shell else ast.parse(call.source).body)),
                )
            )

    def _adds(self, reading: Reading, module: str) -> bool:
        """Whether the sample is added to a file of the project: settings that the file has not."""
        there = self.project.get(module)
        body = [node for step in reading.steps if step.kind == "module" for node in ast.parse(step.source).body]
        return (
            bool(there)
            and not reading.binds & (there or set())
            and all(isinstance(n, (ast.Assign, ast.Expr)) for n in body)
        )

    def _asking(self, step: Step) -> Step:
        """The step with the workers that it asks, where a name that it uses was typed for these."""
        if step.kind != "typed":
            return step
        tree = ast.parse(step.source)
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        asked = dict.fromkeys(node for name in sorted(used & self.nodes.keys()) for node in self.nodes[name])
        for node in tree.body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                self.nodes.pop(node.targets[0].id, None)
                if is_inspect(node.value) and step.nodes:
                    self.nodes[node.targets[0].id] = step.nodes
        return replace(step, nodes=tuple(asked), worker=True) if asked and not step.nodes else step


def call_key(sample: SampleKey) -> SampleKey:
    """What steps belong to in which a reader uses what the sample defines."""
    return SampleKey(f"{sample}{CALLED}")


def is_inspect(node: ast.expr) -> bool:
    """Whether it is `….inspect(…)`."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "inspect"


def world_of(statement: str) -> str:
    """Root of the reader's own that a statement imports from, "" when it imports from none."""
    modules = [module for module, _ in imported([ast.parse(statement)])]
    roots = [module.partition(".")[0] for module in modules if not packages.is_there(module)]
    return next((root for root in roots if not packages.service_of(root)), "")
