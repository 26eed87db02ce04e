"""Stories: the samples of a section that a reader goes through in one session.

Each sample's needs are bound by what stands before it in the section, by an earlier sample of the page, by the module
in whose docstring it stands, or by the context, in this order.  A sample whose needs nobody binds is not run: an error
about a name of the reader's own would tell nothing of the docs.  What needs a service is a story of its own: the
others are run where that is not to be had.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from harness.contexts import Context
from harness.interfaces import Language
from harness.languages import python
from harness.model import Check, CheckName, Docs, Page, Plan
from harness.plan import plans as plans_module
from harness.plan import presence, saving
from harness.plan.providers import Providers, first_inspected
from harness.plan.readings import Reading, defines, read, redefines
from harness.plan.story import UNNAMED, Story
from harness.plan.worlds import Services, Worlds, ordered

#: How deep titles go that hold one story: the page's, the section's, the subsection's.
DEPTH = 3


def plan_page(
    docs: Docs, page: Page, contexts: Sequence[Context], languages: Mapping[str, Language]
) -> tuple[list[Plan], list[Check]]:
    """The page's plans, and a check for each of its samples."""
    blocks = {sample.key: sample.code for sample in page.samples}
    readings = [
        read(sample, languages, contexts, blocks.get(sample.output) if sample.output else None, docs.root)
        for sample in page.samples
    ]
    names = {name: statement for context in contexts for name, statement in context.names.items()}
    worlds = Worlds(contexts)
    builder = Builder(Providers(readings, names, worlds, docs.root), worlds)
    plans: list[Plan] = []
    checks: dict[str, Check] = {}
    for section in _sections(readings):
        stories, unrun = builder.tell(section)
        checks.update({reading.sample.key: _unrun(reading) for reading in unrun})
        files = {reading.file: reading.sample.code for reading in section if _is_file(reading)}
        for story in stories:
            plan = plans_module.plan(docs, page, story, files, worlds.before(story.services))
            # Samples that the page includes have the lines of their own files.
            same = sum(other.key.partition("+")[0] == plan.key for other in plans)
            plan = replace(plan, key=f"{plan.key}+{same}") if same else plan
            plans.append(plan)
            checks.update({reading.sample.key: _planned(reading, plan) for reading in story.readings})
    return plans, [checks[reading.sample.key] for reading in readings]


def _is_file(reading: Reading) -> bool:
    """Whether the sample is a file of the reader's that is no code: it is there before anything is run."""
    return bool(reading.file) and not reading.module and reading.problem.startswith("other-language")


def _sections(readings: Sequence[Reading]) -> list[list[Reading]]:
    """Readings of one section together, sections in the order in which they begin."""
    sections: dict[tuple[str, ...], list[Reading]] = {}
    for reading in readings:
        sections.setdefault((reading.sample.scope, *reading.sample.headings[:DEPTH]), []).append(reading)
    return list(sections.values())


class Builder:
    """Adds samples to stories, with what they need from elsewhere on the page or from the context."""

    def __init__(self, providers: Providers, worlds: Worlds) -> None:
        self.providers = providers
        self.worlds = worlds

    def tell(self, section: Sequence[Reading]) -> tuple[list[Story], list[Reading]]:
        """The stories of a section, and those of its readings that are in none, with their problems."""
        stories: list[Story] = []
        current: dict[Services, Story] = {}
        unrun = []
        for reading in section:
            problem = reading.problem
            if not problem:
                services = self._services(reading, current)
                story, told = current.get(services), reading
                if story is None or self._begins_anew(story, reading):
                    told = reading if story is None else self._variant(story, reading)
                    story = current[services] = self.providers.story(services)
                    stories.append(story)
                problem = self._add(story, told)
                if problem:
                    self.providers.unrun.add(reading.sample.key)
            if problem:
                unrun.append(replace(reading, problem=problem))
                for story in current.values():
                    story.forget(redefines(reading))
        return [story for story in stories if story.readings], unrun

    # -- which story ------------------------------------------------------------------------------

    def _services(self, reading: Reading, current: Mapping[Services, Story]) -> Services:
        """The services of the story that a sample belongs to: what it needs, and what gives it names needs."""
        found = set(reading.services)
        for module, _ in presence.imports(reading):
            found.update({self.worlds.service_of(module)} - {""})
        plain = current.get(ordered(found))
        for name in reading.needs - (plain.bound if plain else set()):
            provider, _ = self.providers.provider(name, reading)
            if provider is not None:
                found.update(provider.services)
            else:
                found |= self.providers.services(name)
        return ordered(found - {""})

    def _begins_anew(self, story: Story, reading: Reading) -> bool:
        """What defines again what the story has defined, and another project, are another story."""
        saved, module = self._where(story, reading)
        theirs = {name for other, name in presence.imports(reading) if other in story.modules}
        again = "app" in reading.binds & story.bound - theirs
        if saved and (defines(reading) & story.modules.get(module, set()) or again):
            return True
        return bool(story.world) and self._world(story, reading) not in ("", story.world)

    def _variant(self, story: Story, reading: Reading) -> Reading:
        """A sample that defines again what a file of the story defines: it is in that file, too."""
        _, module = self._where(story, reading)
        again = reading.binds & story.modules.get(module, set())
        return (
            replace(reading, file=saving.file_of(module))
            if again and not reading.file and UNNAMED not in module
            else reading
        )

    def _world(self, story: Story, reading: Reading) -> str:
        """Root of the world that the sample imports from, "" when it imports from none but the story's own modules."""
        known = story.project
        roots = [
            module.partition(".")[0]
            for module, name in presence.imports(reading)
            if module in known and name not in story.defined
        ]
        return roots[0] if roots else ""

    # -- adding -----------------------------------------------------------------------------------

    def _add(self, story: Story, reading: Reading) -> str:
        """Add a sample; the typed reason why it cannot be run, "" when it has been added."""
        setup: list[Reading] = []

        def page(module: str) -> Reading | None:
            return self.providers.file(module, reading)

        if problem := presence.foreign(story, reading, page, setup) or presence.unserved(story, reading):
            return problem
        reading = replace(reading, steps=tuple(step for step in reading.steps if not presence.lacks(story, step)))
        story.world = story.world or self._world(story, reading)
        saved, module = self._where(story, reading)
        if saved and reading.file and module not in story.modules:
            setup += self.providers.begun(module, reading)
        missing = reading.needs - (story.modules.get(module, set()) if saved else story.bound)
        statements: dict[str, str] = {}
        for name in sorted(missing):
            provider, lost = self.providers.provider(name, reading)
            if saved and story.home_of(name):
                continue
            if provider is not None and (shown := self.providers.import_of(name, provider)):
                statements[name] = shown
            elif provider is not None:
                setup.append(provider)
            elif statement := "" if lost else self.providers.given(story, name, reading):
                statements[name] = statement
            else:
                return f"unbound: {name}"
        for provider in dict.fromkeys(map(first_inspected, setup)):
            own, home = self._where(story, provider)
            home = module if saved and not provider.module else home
            story.bind(home, own, {name: self.providers.given(story, name, provider) for name in provider.needs})
            story.append(provider, home, own=False)
        if setup and saved:
            saved, module = self._where(story, reading)  # a fragment of a file that is there now
        for home, needs in self._homes(reading, module).items():
            known = story.modules.get(home, set()) if saved else story.bound
            if saved:
                story.bring(home, needs - known)
            story.bind(home, saved, {name: statements[name] for name in needs - known if name in statements})
        story.append(reading if saved else _typed(reading), module, own=True)
        return ""

    def _homes(self, reading: Reading, module: str) -> dict[str, frozenset[str]]:
        """The modules that a sample is saved into, and what each of them needs; a session is one, too."""
        sources: dict[str, list[str]] = {}
        for step in reading.steps:
            if step.kind == "module" and step.module:
                sources.setdefault(step.module, []).append(step.source)
        if not sources:
            return {module: reading.needs}
        return {home: python.needs("\n".join(texts)) & reading.needs for home, texts in sources.items()}

    def _where(self, story: Story, reading: Reading) -> tuple[bool, str]:
        """Whether the sample's definitions are saved, and into which module.

        The page says where; else they go where what they need stands, else where the story's others are.
        """
        if not reading.saves or reading.needs & story.typed_only:
            return False, ""
        named = next((step.module for step in reading.steps if step.module), "") or reading.module
        if not reading.file:
            for module, names in story.modules.items():
                if reading.needs & names:
                    return True, module
        if named:
            return True, saving.module(self.worlds.place(saving.file_of(named), story.services))
        if any(module.startswith(".") for module, _ in reading.imports):
            return True, f"proj.{UNNAMED}"
        return True, next(reversed(story.modules), UNNAMED)


def _typed(reading: Reading) -> Reading:
    """The sample with everything typed: it needs what only the session has."""
    return replace(
        reading, steps=tuple(replace(step, kind="shell" if step.kind == "shell" else "typed") for step in reading.steps)
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
