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
from harness.model import Check, CheckName, Docs, Page, Plan, Sample, Step

#: How deep titles go that hold one story: the page's, the section's, the subsection's.
DEPTH = 3

#: Packages that are installed with every target.
INSTALLED = frozenset(
    "celery kombu vine billiard amqp redis click click_didyoumean click_repl dateutil packaging prompt_toolkit six"
    " tzdata".split()
)

MODULE_NAME = re.compile(r"(?<![\w./*-])((?:[A-Za-z_]\w*/)*[A-Za-z_]\w*)\.py\b")


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """A sample as its language reads it."""

    sample: Sample
    steps: tuple[Step, ...]
    binds: frozenset[str]
    needs: frozenset[str]
    imports: frozenset[str]  # roots of what it imports
    module: str  # the file that the page says it is saved into, as a module; "" when it says none
    problem: str  # why it is not run; "" when it can be


@dataclass(slots=True)
class Story:
    """Samples of one section in one session, as it grows."""

    readings: list[Reading] = field(default_factory=list)
    bound: set[str] = field(default_factory=set)
    typed_only: set[str] = field(default_factory=set)
    steps: list[Step] = field(default_factory=list)
    heads: dict[str, list[str]] = field(default_factory=dict)
    preamble: list[str] = field(default_factory=list)
    modules: list[str] = field(default_factory=list)
    app: str = ""


def plan_page(
    docs: Docs, page: Page, contexts: Sequence[Context], languages: Mapping[str, Language]
) -> tuple[list[Plan], list[Check]]:
    """The page's plans, and a check for each of its samples."""
    readings = [read(sample, languages, contexts) for sample in page.samples]
    stories: list[Story] = []
    checks: dict[str, Check] = {}
    worlds = dict.fromkeys(world for context in contexts for world in context.worlds)
    files = contexts_module.world_files(tuple(worlds))
    names = {name: statement for context in contexts for name, statement in context.names.items()}
    builder = Builder(readings, names, frozenset(path.partition("/")[0].removesuffix(".py") for path in files))
    for section in _sections(readings):
        story = Story()
        for reading in section:
            if reading.problem:
                checks[reading.sample.key] = _unrun(reading)
                continue
            if _begins_anew(story, reading):
                stories.append(story)
                story = Story()
            problem = builder.add(story, reading)
            if problem:
                checks[reading.sample.key] = _unrun(replace(reading, problem=problem))
        stories.append(story)
    plans = []
    for story in stories:
        if story.readings:
            plan = _plan(docs, page, story, files)
            plans.append(plan)
            for reading in story.readings:
                checks[reading.sample.key] = _planned(reading, plan)
    return plans, [checks[reading.sample.key] for reading in readings]


def read(sample: Sample, languages: Mapping[str, Language], contexts: Sequence[Context] = ()) -> Reading:
    """What a sample's language makes of it, and why it cannot be run, if so."""
    blank = Reading(
        sample=sample,
        steps=(),
        binds=frozenset(),
        needs=frozenset(),
        imports=frozenset(),
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
    reading = replace(
        blank,
        steps=tuple(language.steps(sample)),
        binds=language.binds(sample.code),
        needs=language.needs(sample.code),
        imports=_imports(language.steps(sample)),
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
            if sample.code.lstrip().startswith(entry.opens) and (
                not entry.heading or entry.heading in sample.headings
            ):
                return entry
    return None


def _imports(steps: Iterable[Step]) -> frozenset[str]:
    """Roots of the modules that the steps import when they run."""
    roots = set()
    for step in steps:
        if step.kind == "shell":
            continue
        for node in ast.walk(ast.parse(step.source)):
            if isinstance(node, ast.Import):
                roots |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                roots.add(node.module.partition(".")[0])
            elif isinstance(node, ast.ImportFrom) and node.level:
                roots.add(".")
    return frozenset(roots)


def _module(sample: Sample) -> str:
    """The module that the caption, or the sentence that leads in, names: "proj/celery.py" is proj.celery."""
    if sample.language != "python":
        return ""
    for text in (sample.caption, sample.lead):
        if found := MODULE_NAME.findall(text):
            return str(found[-1]).replace("/", ".")
    return ""


def _sections(readings: Sequence[Reading]) -> list[list[Reading]]:
    """Readings of one section together, sections in the order in which they begin."""
    sections: dict[tuple[str, ...], list[Reading]] = {}
    for reading in readings:
        sections.setdefault((reading.sample.scope, *reading.sample.headings[:DEPTH]), []).append(reading)
    return list(sections.values())


def _begins_anew(story: Story, reading: Reading) -> bool:
    """A second application under the same name is another story, not a change of the first."""
    return "app" in story.bound and "app" in reading.binds and any(step.kind == "module" for step in reading.steps)


class Builder:
    """Adds samples to stories, with what they need from elsewhere on the page or from the context."""

    def __init__(self, readings: Sequence[Reading], names: Mapping[str, str], worlds: frozenset[str]) -> None:
        self.readings = readings
        self.names = names
        self.worlds = worlds

    def add(self, story: Story, reading: Reading) -> str:
        """Add a sample; the typed reason why it cannot be run, "" when it has been added."""
        foreign = sorted(
            root
            for root in reading.imports
            if root not in INSTALLED | self.worlds | sys.stdlib_module_names and root not in _roots(story)
        )
        if foreign:
            return f"needs-module: {', '.join(foreign)}"
        missing = {name for name in reading.needs if name not in story.bound}
        setup: list[Reading] = []
        for name in sorted(missing):
            provider = self._provider(name, reading)
            if provider is not None:
                setup.append(provider)
            elif name not in self.names:
                return f"unbound: {name}"
        for provider in dict.fromkeys(setup):
            self._append(story, provider, own=False)
        missing -= {name for provider in setup for name in provider.binds}
        self._bind(story, reading, sorted(missing))
        self._append(story, reading, own=True)
        return ""

    def _provider(self, name: str, reading: Reading) -> Reading | None:
        """The nearest earlier sample of the page that defines the name and needs nothing itself but the context."""
        position = next(index for index, other in enumerate(self.readings) if other.sample is reading.sample)
        for other in reversed(self.readings[:position]):
            if (
                name in other.binds
                and not other.problem
                and all(step.kind == "module" for step in other.steps)
                and other.needs <= self.names.keys()
                and other.imports <= INSTALLED | self.worlds | sys.stdlib_module_names
                and other.sample.scope == reading.sample.scope
            ):
                return other
        return None

    def _bind(self, story: Story, reading: Reading, missing: Iterable[str]) -> None:
        """Have the context's statements typed, or saved above the module that needs them."""
        module = next((step.kind == "module" for step in reading.steps), False)
        for name in missing:
            if name in story.bound:
                continue
            target = story.heads.setdefault(_module_of(story, reading), []) if module else story.preamble
            if self.names[name] not in target:
                target.append(self.names[name])
            story.bound.add(name)

    def _append(self, story: Story, reading: Reading, *, own: bool) -> None:
        if not own:
            self._bind(story, reading, sorted(reading.needs - story.bound))
        module = _module_of(story, reading)
        for step in reading.steps:
            kind = step.kind
            if kind == "module" and reading.needs & story.typed_only:
                kind = "typed"
            if kind == "module" and module not in story.modules:
                story.modules.append(module)
            story.steps.append(
                replace(
                    step, kind=kind, module=module if kind == "module" else "", sample=step.sample if own else None
                )
            )
        if "app" in reading.binds and any(step.kind == "module" for step in reading.steps) and _makes_app(reading):
            story.app = module
        if not any(step.kind == "module" for step in reading.steps):
            story.typed_only |= reading.binds - story.bound
        story.bound |= reading.binds
        if own:
            story.readings.append(reading)


def _makes_app(reading: Reading) -> bool:
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Celery"
        for step in reading.steps
        if step.kind == "module"
        for node in ast.walk(ast.parse(step.source))
    )


def _module_of(story: Story, reading: Reading) -> str:
    """Where the sample's definitions are saved: where the page says, else where the story's others are."""
    return reading.module or (story.modules[-1] if story.modules else "tasks")


def _roots(story: Story) -> frozenset[str]:
    return frozenset(module.partition(".")[0] for module in story.modules)


def _plan(docs: Docs, page: Page, story: Story, files: Mapping[str, str]) -> Plan:
    first = story.readings[0].sample
    return Plan(
        key=f"{page.name}:{first.lines[0]}",
        docs=docs.version,
        page=page.name,
        files=files,
        app=story.app or "proj",
        heads={module: "\n".join(lines) for module, lines in story.heads.items()},
        preamble="\n".join(story.preamble),
        steps=tuple(story.steps),
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
    elif language == "console" and any(line.lstrip("$# >%").startswith("celery ") for line in reading.sample.code.split("\n")):
        kind = "none" if reading.sample.historical else "bind"
    return Check(sample=reading.sample.key, check=kind, reason=reading.problem, plan=None)
