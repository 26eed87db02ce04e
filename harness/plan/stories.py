"""Stories: the samples of a section that a reader goes through in one session.

Each sample's needs are bound by what stands before it in the section, by an earlier sample of the page, or by the
context, in this order.  A sample whose needs nobody binds is not run: an error about a name of the reader's own
would tell nothing of the docs.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from harness import contexts as contexts_module
from harness.contexts import Context, SampleEntry
from harness.interfaces import Language
from harness.languages import python
from harness.model import Check, CheckName, Docs, Page, Plan, Sample, Step

#: How deep titles go that hold one story: the page's, the section's, the subsection's.
DEPTH = 3

#: Packages that are installed with every target.
INSTALLED = frozenset(
    [
        "celery",
        "kombu",
        "vine",
        "billiard",
        "amqp",
        "redis",
        "click",
        "click_didyoumean",
        "click_repl",
        "dateutil",
        "packaging",
        "prompt_toolkit",
        "six",
        "tzdata",
    ]
)

#: Stands for the module that a page does not name, until the whole story is known.
UNNAMED = "@"

MODULE_NAME = re.compile(r"(?<![\w./*-])((?:[A-Za-z_]\w*/)*[A-Za-z_]\w*)\.py\b")


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """A sample as its language reads it."""

    sample: Sample
    steps: tuple[Step, ...]
    binds: frozenset[str]
    needs: frozenset[str]
    imports: tuple[tuple[str, str], ...]  # (module, name) of what it imports, the name "" for the module itself
    module: str  # the file that the page says it is saved into, as a module; "" when it says none
    problem: str  # why it is not run; "" when it can be


@dataclass(slots=True)
class Story:
    """Samples of one section in one session, as it grows."""

    readings: list[Reading] = field(default_factory=list)
    bound: set[str] = field(default_factory=set)  # what can be typed
    modules: dict[str, set[str]] = field(default_factory=dict)  # what each module that is saved into defines
    defined: set[str] = field(default_factory=set)  # functions and classes among them
    typed_only: set[str] = field(default_factory=set)
    steps: list[Step] = field(default_factory=list)
    heads: dict[str, list[str]] = field(default_factory=dict)
    preamble: list[str] = field(default_factory=list)
    app: str = ""
    world: str = ""  # root of the package that it imports from: a reader is in one project at a time

    def forget(self, names: Iterable[str]) -> None:
        """Unbind what a sample that is not run would have defined: what stood there before is not what is meant."""
        for bound in (self.bound, *self.modules.values()):
            bound.difference_update(names)


def plan_page(
    docs: Docs, page: Page, contexts: Sequence[Context], languages: Mapping[str, Language]
) -> tuple[list[Plan], list[Check]]:
    """The page's plans, and a check for each of its samples."""
    blocks = {sample.key: sample.code for sample in page.samples}
    readings = [
        read(sample, languages, contexts, blocks.get(sample.output) if sample.output else None)
        for sample in page.samples
    ]
    stories: list[Story] = []
    checks: dict[str, Check] = {}
    worlds = dict.fromkeys(world for context in contexts for world in context.worlds)
    files = contexts_module.world_files(tuple(worlds))
    names = {name: statement for context in contexts for name, statement in context.names.items()}
    builder = Builder(readings, names, files)
    for section in _sections(readings):
        story = Story()
        for reading in section:
            if reading.problem:
                checks[reading.sample.key] = _unrun(reading)
                story.forget(_redefines(reading))
                continue
            if builder.begins_anew(story, reading):
                stories.append(story)
                story = Story()
            problem = builder.add(story, reading)
            if problem:
                checks[reading.sample.key] = _unrun(replace(reading, problem=problem))
                builder.unrun.add(reading.sample.key)
                story.forget(_redefines(reading))
        stories.append(story)
    plans = []
    for story in stories:
        if story.readings:
            plan = _plan(docs, page, story, files)
            plans.append(plan)
            for reading in story.readings:
                checks[reading.sample.key] = _planned(reading, plan)
    return plans, [checks[reading.sample.key] for reading in readings]


def read(
    sample: Sample, languages: Mapping[str, Language], contexts: Sequence[Context] = (), below: str | None = None
) -> Reading:
    """What a sample's language makes of it, and why it cannot be run, if so; `below` is the output shown below it."""
    blank = Reading(
        sample=sample,
        steps=(),
        binds=frozenset(),
        needs=frozenset(),
        imports=(),
        module="",
        problem="",
    )
    if sample.historical:
        return replace(blank, problem="historical")
    language = languages.get(sample.language)
    if language is None:
        return replace(blank, problem=f"other-language: {sample.language}")
    entry = _entry(sample, contexts)
    try:
        language.parse(sample.code)
    except (SyntaxError, ValueError) as error:
        return replace(blank, problem=f"syntax: {error.args[0] if error.args else error}")
    steps = list(language.steps(sample))
    if below is not None and steps and steps[-1].shown is None and steps[-1].kind != "module":
        steps[-1] = replace(steps[-1], shown=below)
    reading = replace(
        blank,
        steps=tuple(steps),
        binds=language.binds(sample.code),
        needs=language.needs(sample.code),
        imports=_imports(steps),
        module=_module(sample),
    )
    if entry is not None:
        return replace(reading, problem=entry.reason)
    if not reading.steps:
        return replace(reading, problem="other-program" if sample.language == "console" else "nothing-to-run")
    return reading


def _entry(sample: Sample, contexts: Sequence[Context]) -> SampleEntry | None:
    for context in contexts:
        for entry in context.samples:
            if sample.code.lstrip().startswith(entry.opens) and (not entry.heading or entry.heading in sample.headings):
                return entry
    return None


def _imports(steps: Iterable[Step]) -> tuple[tuple[str, str], ...]:
    """What the steps import when they run: (module, name), the name "" for the module itself."""
    return tuple(_imported(ast.parse(step.source) for step in steps if step.kind != "shell"))


def _imported(trees: Iterable[ast.AST]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found.extend((alias.name, "") for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                module = "." * node.level + (node.module or "")
                found.extend((module, alias.name) for alias in node.names)
    return found


def _module(sample: Sample) -> str:
    """The module that the caption, or the sentence that leads in, names: "proj/celery.py" is proj.celery."""
    if sample.language != "python":
        return ""
    for text in (sample.caption, sample.lead):
        if found := MODULE_NAME.findall(text):
            module = str(found[-1]).replace("/", ".")
            # A file of a project, named without its folder: nobody means to replace an installed package.
            return f"proj.{module}" if module in INSTALLED | sys.stdlib_module_names else module
    return ""


def _sections(readings: Sequence[Reading]) -> list[list[Reading]]:
    """Readings of one section together, sections in the order in which they begin."""
    sections: dict[tuple[str, ...], list[Reading]] = {}
    for reading in readings:
        sections.setdefault((reading.sample.scope, *reading.sample.headings[:DEPTH]), []).append(reading)
    return list(sections.values())


class Builder:
    """Adds samples to stories, with what they need from elsewhere on the page or from the context."""

    def __init__(self, readings: Sequence[Reading], names: Mapping[str, str], files: Mapping[str, str]) -> None:
        self.readings = readings
        self.names = names
        self.unrun: set[str] = set()  # keys of samples that could be read and not be added to any story
        self.worlds = {
            path.removesuffix(".py").removesuffix("/__init__").replace("/", "."): _names_of(text)
            for path, text in files.items()
        }

    def begins_anew(self, story: Story, reading: Reading) -> bool:
        """What defines again what the story has defined, and another project, are another story."""
        saved, module = _where(story, reading)
        if saved and (_defines(reading) & story.modules.get(module, set()) or "app" in reading.binds & story.bound):
            return True
        return bool(story.world) and self._world(reading) not in ("", story.world)

    def _world(self, reading: Reading) -> str:
        """Root of the world that the sample imports from, "" when it imports from none."""
        roots = [module.partition(".")[0] for module, _ in reading.imports if module in self.worlds]
        return roots[0] if roots else ""

    def _statement(self, story: Story, name: str) -> str:
        """How a reader of the story got the name: from its own project where that has it."""
        for module, names in self.worlds.items():
            if name in names and module.partition(".")[0] == story.world and self.names[name].startswith("from proj"):
                return f"from {module} import {name}"
        return self.names[name]

    def add(self, story: Story, reading: Reading) -> str:
        """Add a sample; the typed reason why it cannot be run, "" when it has been added."""
        if problem := self._foreign(story, reading):
            return problem
        story.world = story.world or self._world(reading)
        saved, module = _where(story, reading)
        missing = reading.needs - (story.modules.get(module, set()) if saved else story.bound)
        setup: list[Reading] = []
        for name in sorted(missing):
            provider, lost = self._provider(name, reading)
            if provider is not None:
                setup.append(provider)
            elif lost or not self._presumed(name, reading):
                return f"unbound: {name}"
        for provider in dict.fromkeys(setup):
            defines, home = _where(story, provider)
            self._bind(story, module if saved else home, defines, provider.needs)
            self._append(story, provider, module if saved else home, own=False)
        self._bind(story, module, saved, missing - {name for provider in setup for name in provider.binds})
        self._append(story, reading if saved else _typed(reading), module, own=True)
        return ""

    def _foreign(self, story: Story, reading: Reading) -> str:
        """Which module, or name of the reader's own modules, the sample imports that nobody has."""
        installed = INSTALLED | sys.stdlib_module_names
        for module, name in reading.imports:
            root = module.partition(".")[0]
            if root in installed or module in story.modules:
                continue
            if module not in self.worlds:
                return f"needs-module: {module}"
            submodule = f"{module}.{name}" in self.worlds or f"{module}.{name}" in story.modules
            if name not in self.worlds[module] | {"", "*"} and not submodule:
                if name in story.defined:
                    continue
                return f"unbound: {module}.{name}"
        return ""

    def _presumed(self, name: str, reading: Reading) -> bool:
        """Whether the context may give the name: a sample that shows an import of the module shows all of them."""
        if name not in self.names:
            return False
        given = {module.partition(".")[0] for module, _ in _imported([ast.parse(self.names[name])])}
        return not given & {module.partition(".")[0] for module, _ in reading.imports}

    def _provider(self, name: str, reading: Reading) -> tuple[Reading | None, bool]:
        """The nearest earlier sample of the page that binds the name, when it can be gone through again.

        The second of the pair tells that the page defines the name in a sample that is not run: then nobody else's
        definition is what is meant.
        """
        position = next(index for index, other in enumerate(self.readings) if other.sample is reading.sample)
        for other in reversed(self.readings[:position]):
            if other.sample.scope != reading.sample.scope:
                continue
            if (other.problem or other.sample.key in self.unrun) and name in _redefines(other):
                return None, True
            if (
                name in other.binds
                and not other.problem
                and _can_be_set_up(other, for_module=any(step.kind == "module" for step in reading.steps))
                and other.needs <= self.names.keys()
                and not self._foreign(Story(), other)
            ):
                return other, False
        return None, False

    def _bind(self, story: Story, module: str, saved: bool, names: Iterable[str]) -> None:
        """Have the context's statements typed, or saved above the module that needs them."""
        known = story.modules.setdefault(module, set()) if saved else story.bound
        statements = story.heads.setdefault(module, []) if saved else story.preamble
        for name in sorted(set(names) - known):
            statement = self._statement(story, name)
            story.world = story.world or _world_of(statement)
            if statement not in statements:
                statements.append(statement)
            known.add(name)
            story.bound.add(name)

    def _append(self, story: Story, reading: Reading, module: str, *, own: bool) -> None:
        for step in reading.steps:
            saved = step.kind == "module"
            story.steps.append(replace(step, module=module if saved else "", sample=step.sample if own else None))
        if any(step.kind == "module" for step in reading.steps):
            story.modules.setdefault(module, set()).update(reading.binds)
            story.defined |= _defines(reading)
            if "app" in reading.binds and _makes_app(reading):
                story.app = module
        else:
            story.typed_only |= reading.binds - story.bound
        story.bound |= reading.binds
        if own:
            story.readings.append(reading)


def _can_be_set_up(reading: Reading, *, for_module: bool) -> bool:
    """Whether a sample can be gone through again for another story: it only defines, and sends nothing.

    What was typed at a prompt is there for what is typed, not for what is saved in a file.
    """
    if for_module or reading.sample.language == "python":
        return all(step.kind == "module" for step in reading.steps)
    return not any(step.worker or python.calls_workers(ast.parse(step.source)) for step in reading.steps)


def _redefines(reading: Reading) -> frozenset[str]:
    """Functions and classes that a sample defines, whether or not it can be read as a whole."""
    return frozenset(re.findall(r"^(?:>>> |\.\.\. )?(?:async )?(?:def|class) (\w+)", reading.sample.code, re.M))


def _defines(reading: Reading) -> frozenset[str]:
    """Functions and classes that the sample saves: two of one name are two versions of a file."""
    return frozenset(
        node.name
        for step in reading.steps
        if step.kind == "module"
        for node in ast.parse(step.source).body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    )


def _world_of(statement: str) -> str:
    root = statement.split()[1].partition(".")[0]
    return "" if root in INSTALLED | sys.stdlib_module_names else root


def _names_of(text: str) -> frozenset[str]:
    """What a file of a world defines."""
    names: set[str] = set()
    for node in ast.parse(text).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names |= {alias.asname or alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return frozenset(names)


def _where(story: Story, reading: Reading) -> tuple[bool, str]:
    """Whether the sample's definitions are saved, and into which module.

    The page says where; else they go where what they need stands, else where the story's others are.
    """
    saved = any(step.kind == "module" for step in reading.steps)
    if not saved or reading.needs & story.typed_only:
        return False, ""
    for module, names in story.modules.items():
        if reading.needs & names:
            return True, module
    return True, reading.module or next(reversed(story.modules), UNNAMED)


def _typed(reading: Reading) -> Reading:
    """The sample with everything typed: it needs what only the session has."""
    return replace(
        reading, steps=tuple(replace(step, kind="shell" if step.kind == "shell" else "typed") for step in reading.steps)
    )


def _makes_app(reading: Reading) -> bool:
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Celery"
        for step in reading.steps
        if step.kind == "module"
        for node in ast.walk(ast.parse(step.source))
    )


def _plan(docs: Docs, page: Page, story: Story, files: Mapping[str, str]) -> Plan:
    first = story.readings[0].sample
    imported = {(module, name) for reading in story.readings for module, name in reading.imports}
    # The tutorial's module is tasks.py: so is the reader's, unless the samples import names that only that one has.
    theirs = {name for module, name in imported if module == "tasks"} - story.defined
    unnamed = "mytasks" if theirs else "tasks"

    def named(module: str) -> str:
        return unnamed if module == UNNAMED else module

    app = named(story.app) or story.world or "proj"
    return Plan(
        key=f"{page.name}:{first.lines[0]}",
        docs=docs.version,
        page=page.name,
        files=files,
        app=app,
        heads={named(module): "\n".join(lines) for module, lines in story.heads.items() if lines},
        preamble="\n".join(story.preamble),
        steps=tuple(replace(step, module=named(step.module)) for step in story.steps),
        services=("redis",),
    )


def _planned(reading: Reading, plan: Plan) -> Check:
    shown = reading.sample.output is not None or any(step.shown is not None for step in reading.steps)
    return Check(sample=reading.sample.key, check="compare" if shown else "run", reason="", plan=plan.key)


def _unrun(reading: Reading) -> Check:
    """The strongest check of a sample that is not run: names are resolved, command lines bound, by static checks."""
    language = reading.sample.language
    kind: CheckName = "none"
    if reading.problem.startswith("syntax"):
        kind = "parse"
    elif language in ("python", "pycon") and not reading.sample.historical:
        kind = "resolve"
    elif language == "console" and any(
        line.lstrip("$# >%").startswith("celery ") for line in reading.sample.code.split("\n")
    ):
        kind = "none" if reading.sample.historical else "bind"
    return Check(sample=reading.sample.key, check=kind, reason=reading.problem, plan=None)
