"""What a reader of a page has before the first sample: projects, by the services that a story needs."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from harness import contexts
from harness.contexts import Context
from harness.languages import _names
from harness.plan import saving
from harness.plan.notes import Origin, of_context

#: Services of a story, in the order of `contexts.SERVICES`.
Services = tuple[str, ...]
#: Worlds that the samples of a story have beside those of their page.
Own = tuple[str, ...]


class Worlds:
    """The files that contexts give, and what is in them."""

    def __init__(self, given: Sequence[Context]) -> None:
        self._given = given
        self._worlds = tuple(dict.fromkeys(world for context in given for world in context.worlds))
        self._beside = {entry.name: entry for context in given for entry in context.beside}
        self._files: dict[tuple[Services, Own], Mapping[str, str]] = {}
        self._names: dict[tuple[Services, Own], Mapping[str, frozenset[str]]] = {}

    def files(self, services: Services, own: Own = ()) -> Mapping[str, str]:
        """Files of a story: path → content."""
        if (services, own) not in self._files:
            beside = [world for name in services if name in self._beside for world in self._beside[name].worlds]
            self._files[services, own] = contexts.world_files((*self._worlds, *beside, *own))
        return self._files[services, own]

    def modules(self, services: Services, own: Own = ()) -> Mapping[str, frozenset[str]]:
        """Modules and packages of a story's files: name → what they define."""
        if (services, own) not in self._names:
            self._names[services, own] = {
                name: names_of(text)
                for path, text in self.files(services, own).items()
                if (name := saving.module(path).removesuffix(".__init__"))
            }
        return self._names[services, own]

    def only(self, own: Own) -> Mapping[str, str]:
        """Files of these worlds alone."""
        return contexts.world_files(own)

    def goes_with(self, services: Services, own: Own, more: Own) -> bool:
        """Whether more worlds can be added to a story's without taking the place of anything."""
        there = self.files(services, own)
        return there.items() <= self.files(services, (*own, *more)).items()

    def keys(self, services: Services, own: Own) -> list[tuple[str, Origin]]:
        """The worlds of a story, with the key of the context that gives each."""
        found = [
            (world, of_context(context.page, f"worlds[{number}]"))
            for context in self._given
            for number, world in enumerate(context.worlds)
        ]
        for context in self._given:
            for number, entry in enumerate(context.beside):
                key = of_context(context.page, f"service[{number}]")
                found += [(world, key) for world in entry.worlds if entry.name in services]
        return [*found, *((world, Origin(by="world", told="its entry")) for world in own)]

    def origin(self, services: Services, own: Own, name: str) -> Origin:
        """Which world has a module or a file."""
        root = name.partition("." if "/" not in name and not name.endswith(".py") else "/")[0]
        for world, key in reversed(self.keys(services, own)):
            if root in tops(world):
                return Origin(by="world", told=f"world {world} ({key.told})", use=key.use)
        return Origin(by="nobody", told="no sample of the page saves it, and no world has it")

    def presumed(self, service: str) -> Origin | None:
        """The context that says of a whole page that it needs a service."""
        for context in self._given:
            if service in context.services:
                return of_context(context.page, f"services[{context.services.index(service)}]")
        return None

    def before(self, services: Services) -> list[str]:
        """Statements that stand before all others in a story."""
        return [entry.before for name in services if (entry := self._beside.get(name)) and entry.before]

    def service_of(self, module: str) -> str:
        """The service beside which a module is that no story has without it; "" when there is none."""
        if module in self.modules(()):
            return ""
        return next((name for name in self._beside if module in self.modules((name,))), "")

    def place(self, file: str, services: Services) -> str:
        """Where a file is that a page names without its folder: where the project has one of that name."""
        files = self.files(services)
        if not file or "/" in file or file in files:
            return file
        inside = [path for path in files if path.endswith(f"/{file}")]
        return inside[0] if len(inside) == 1 else file


@cache
def tops(world: str) -> frozenset[str]:
    """What a world is called in a reader's directory: its modules, packages, and files at the top."""
    found = {path.partition("/")[0] for path in contexts.world_files((world,))}
    return frozenset(found | {name.removesuffix(".py") for name in found})


def ordered(services: Iterable[str]) -> Services:
    """The services in the order of `contexts.SERVICES`, each once."""
    return tuple(sorted(set(services), key=contexts.SERVICES.index))


def names_of(text: str) -> frozenset[str]:
    """What a file's own lines define, those in its `if` and `try` as well."""
    return _names.bound(ast.parse(text).body)
