"""Stories: the samples of a section that a reader goes through in one session.

Each sample's needs are bound by what stands before it in the section, by an earlier sample of the page, by the module
in whose docstring it stands, or by the context, in this order.  A sample whose needs nobody binds is not run: an error
about a name of the reader's own would tell nothing of the docs.  What needs a service is a story of its own: the
others are run where that is not to be had.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from harness.contexts import Context
from harness.interfaces import Language
from harness.model import Check, CheckName, Docs, Page, Plan, SampleKey
from harness.plan import plans as plans_module
from harness.plan import presence, saving, usage
from harness.plan.entries import match
from harness.plan.notes import Need, Note, Origin, Use, of_context
from harness.plan.providers import Providers, first_inspected
from harness.plan.readings import Reading, defines, missing, read, redefines
from harness.plan.story import UNNAMED, Story, world_of
from harness.plan.worlds import Own, Services, Worlds, ordered

#: How deep titles go that hold one story: the page's, the section's, the subsection's.
DEPTH = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class PagePlan:
    """What is to be done with one page."""

    plans: tuple[Plan, ...]
    checks: tuple[Check, ...]  # one a sample, in their order
    notes: tuple[Note, ...]  # the same
    used: frozenset[Use]  # keys of the contexts that it needs


def plan_page(docs: Docs, page: Page, contexts: Sequence[Context], languages: Mapping[str, Language]) -> PagePlan:
    """The page's plans, and a check for each of its samples."""
    blocks = {sample.key: sample.code for sample in page.samples}
    matches = match(page.samples, contexts)
    readings = [
        read(
            sample,
            languages,
            contexts,
            blocks.get(sample.output) if sample.output else None,
            docs.root,
            matches.get(sample.key),
        )
        for sample in page.samples
    ]
    worlds = Worlds(contexts)
    builder = Builder(Providers(readings, contexts, worlds, docs.root), worlds)
    plans: list[Plan] = []
    checks: dict[str, Check] = {}
    used: set[Use] = set()
    for section in _sections(readings):
        stories, unrun = builder.tell(section)
        checks.update({reading.sample.key: _unrun(reading) for reading in unrun})
        used |= {use for reading in section if _is_file(reading) for use in usage.of_entry(reading)}
        files = {reading.file: reading.sample.code for reading in section if _is_file(reading)}
        for story in stories:
            plan = plans_module.plan(docs, page, story, files, worlds.before(story.services))
            # Samples that the page includes have the lines of their own files.
            same = sum(other.key.partition("+")[0] == plan.key for other in plans)
            plan = replace(plan, key=f"{plan.key}+{same}") if same else plan
            plans.append(plan)
            checks.update({reading.sample.key: _planned(reading, plan) for reading in story.readings})
            used |= usage.of_story(story, plan, contexts, worlds)
    used |= {(found.page, found.key) for found in matches.values()}
    return PagePlan(
        plans=tuple(plans),
        checks=tuple(checks[reading.sample.key] for reading in readings),
        notes=tuple(
            Note(
                sample=reading.sample.key,
                match=reading.match,
                needs=tuple(builder.needs.get(reading.sample.key, ())),
                steps=sum(step.sample == reading.sample.key for plan in plans for step in plan.steps),
            )
            for reading in readings
        ),
        used=frozenset(used),
    )


def _is_file(reading: Reading) -> bool:
    """Whether the sample is a file of the reader's that is no code: it is there before anything is run."""
    return bool(reading.file) and not reading.module and reading.problem.startswith("other-language")


def _sections(readings: Sequence[Reading]) -> list[list[Reading]]:
    """Readings of one section together, sections in the order in which they begin."""
    sections: dict[tuple[str, ...], list[Reading]] = {}
    for reading in readings:
        sections.setdefault((reading.sample.scope, *reading.sample.headings[:DEPTH]), []).append(reading)
    return list(sections.values())


#: What stories of a section differ in: services, and worlds that do not go with those of the page.
Setting = tuple[Services, Own]


class Builder:
    """Adds samples to stories, with what they need from elsewhere on the page or from the context."""

    def __init__(self, providers: Providers, worlds: Worlds) -> None:
        self.providers = providers
        self.worlds = worlds
        self.needs: dict[SampleKey, list[Need]] = {}

    def tell(self, section: Sequence[Reading]) -> tuple[list[Story], list[Reading]]:
        """The stories of a section, and those of its readings that are in none, with their problems."""
        stories: list[Story] = []
        current: dict[Setting, Story] = {}
        unrun = []
        for reading in section:
            problem = reading.problem
            if not problem:
                setting, worlds = self._setting(reading, current)
                story, told = current.get(setting), reading
                if story is None or self._begins_anew(story, reading):
                    told = reading if story is None else self._variant(story, reading)
                    story = current[setting] = self.providers.story(setting[0], worlds)
                    stories.append(story)
                problem = self._add(story, told)
                if problem:
                    self.needs[reading.sample.key] = self._needs(story, told)
                    self.providers.unrun.add(reading.sample.key)
            if problem:
                unrun.append(replace(reading, problem=problem))
                for story in current.values():
                    story.forget(redefines(reading))
        return [story for story in stories if story.readings], unrun

    # -- which story ------------------------------------------------------------------------------

    def _setting(self, reading: Reading, current: Mapping[Setting, Story]) -> tuple[Setting, Own]:
        """The story that a sample belongs to, and worlds that it has: what it needs, and what gives it names needs.

        Worlds are added to the story that the others share; where they would replace something, they have their own.
        """
        found = set(reading.services)
        worlds = dict.fromkeys(reading.worlds)
        for module, _ in presence.imports(reading):
            found.update({self.worlds.service_of(module)} - {""})
        plain = current.get((ordered(found), ()))
        for name in reading.needs - (plain.bound if plain else set()):
            provider, _ = self.providers.provider(name, reading)
            if provider is not None:
                found.update(provider.services)
                worlds |= dict.fromkeys(provider.worlds)
            else:
                found |= self.providers.services(name, reading)
        services, own = ordered(found - {""}), tuple(worlds)
        shared = current.get((services, ()))
        fits = self.providers.lay(shared, own) if shared else self.worlds.goes_with(services, (), own)
        return (services, () if fits else own), own

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
        roots += filter(None, map(world_of, reading.names.values()))
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
        wanted = missing(reading, story.modules.get(module, set()) if saved else story.bound)
        given: dict[str, Origin] = {}
        for name in sorted(wanted - reading.names.keys()):
            provider, lost = self.providers.provider(name, reading)
            if saved and story.home_of(name):
                continue
            if provider is not None and (shown := self.providers.import_of(name, provider)):
                told = f"sample at line {provider.sample.lines[0]}, its import"
                given[name] = Origin(by="page", told=told, statement=shown)
            elif provider is not None:
                setup.append(provider)
            elif origin := None if lost else self.providers.given(story, name, reading):
                given[name] = origin
            else:
                return f"unbound: {name}"
        for provider in dict.fromkeys(map(first_inspected, setup)):
            own, home = self._where(story, provider)
            home = module if saved and not provider.module else home
            known = story.modules.get(home, set()) if own else story.bound
            needed = missing(provider, known) - provider.names.keys()
            origins = {name: self.providers.given(story, name, provider) for name in needed}
            story.bind(home, own, {name: origin for name, origin in origins.items() if origin})
            story.prepare(home, own, self.providers.own(provider, known))
            story.append(provider, home, own=False)
        if setup and saved:
            saved, module = self._where(story, reading)  # a fragment of a file that is there now
        for home, needs in self._homes(reading, module).items():
            known = story.modules.get(home, set()) if saved else story.bound
            if saved:
                story.bring(home, needs - known)
            story.bind(home, saved, {name: given[name] for name in needs - known if name in given})
            alone = self.providers.own(reading, known)
            story.prepare(home, saved, {name: origin for name, origin in alone.items() if name in needs})
        self.needs[reading.sample.key] = self._needs(story, reading)
        story.append(reading if saved else _typed(reading), module, own=True)
        story.use(reading)
        return ""

    def _needs(self, story: Story, reading: Reading) -> list[Need]:
        """What a sample needs, and who gives it in this story; "nobody" tells why."""
        found: list[Need] = []
        for name in sorted(missing(reading)):
            origin = story.origins.get(name) or self.providers.origin(story, name, reading)
            found.append(Need(what="name", name=name, origin=origin))
        for what, name in presence.wants(reading):
            origin = story.origins.get(name) or self.worlds.origin(story.services, story.worlds, name)
            found.append(Need(what=what, name=name, origin=origin))
        found += [Need(what="service", name=name, origin=self._asks(reading, name)) for name in story.services]
        return found

    def _asks(self, reading: Reading, service: str) -> Origin:
        """Who says that a sample needs a service."""
        if reading.match and service in reading.match.entry.services:
            return of_context(reading.match.page, f"{reading.match.key}.services")
        if origin := self.worlds.presumed(service):
            return origin
        told = "it shows the need itself" if service in reading.services else "what gives it names needs it"
        return Origin(by="service", told=told)

    def _homes(self, reading: Reading, module: str) -> dict[str, frozenset[str]]:
        """The modules that a sample is saved into, and what each of them needs; a session is one, too."""
        sources: dict[str, list[str]] = {}
        for step in reading.steps:
            if step.kind == "module" and step.module:
                sources.setdefault(step.module, []).append(step.source)
        if not sources:
            return {module: missing(reading)}
        return {home: missing(reading, source="\n".join(texts)) for home, texts in sources.items()}

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
    return Check(
        sample=reading.sample.key,
        check="compare" if shown else "run",
        reason="",
        plan=plan.key,
        calls=reading.match.entry.calls if reading.match else (),
    )


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
