"""What a reader of a page has before the first sample: projects, by the services that a story needs."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence

from harness import contexts
from harness.contexts import Context
from harness.plan import saving

#: Services of a story, in the order of `contexts.SERVICES`.
Services = tuple[str, ...]


class Worlds:
    """The files that contexts give, and what is in them."""

    def __init__(self, given: Sequence[Context]) -> None:
        self._worlds = tuple(dict.fromkeys(world for context in given for world in context.worlds))
        self._beside = {entry.name: entry for context in given for entry in context.beside}
        self._files: dict[Services, Mapping[str, str]] = {}
        self._names: dict[Services, Mapping[str, frozenset[str]]] = {}

    def files(self, services: Services) -> Mapping[str, str]:
        """Files of a story: path → content."""
        if services not in self._files:
            own = [world for name in services if name in self._beside for world in self._beside[name].worlds]
            self._files[services] = contexts.world_files((*self._worlds, *own))
        return self._files[services]

    def modules(self, services: Services) -> Mapping[str, frozenset[str]]:
        """Modules and packages of a story's files: name → what they define."""
        if services not in self._names:
            self._names[services] = {
                name: names_of(text)
                for path, text in self.files(services).items()
                if (name := saving.module(path).removesuffix(".__init__"))
            }
        return self._names[services]

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


def ordered(services: Iterable[str]) -> Services:
    """The services in the order of `contexts.SERVICES`, each once."""
    return tuple(sorted(set(services), key=contexts.SERVICES.index))


def names_of(text: str) -> frozenset[str]:
    """What a file's own lines define."""
    names: set[str] = set()
    for node in ast.parse(text).body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names |= {alias.asname or alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return frozenset(names)
