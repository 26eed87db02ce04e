"""Paths of Celery's own things as configuration and prose write them: `celery.worker.components:Timer`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from harness.checks import _elsewhere, _use
from harness.checks._world import Missing, Thing, World

_ROOTS = r"(?<![\w./:@-])(?:celery|kombu|vine|billiard)"
#: How Celery writes the place of a class in its configuration.  With a dot for the colon it may be a task's name.
PATH = re.compile(_ROOTS + r"(?:\.[A-Za-z_]\w*)+:[A-Za-z_]\w*(?![\w:/])")
#: The same with a dot, in prose.
DOTTED = re.compile(_ROOTS + r"(?:\.[A-Za-z_]\w*){2,}(?![\w:/*])")
#: What every bootstep inherits from.
STEP = "celery.bootsteps.Step"


@dataclass(frozen=True, kw_only=True, slots=True)
class Lost:
    """A path that leads nowhere."""

    path: str
    error: Missing
    suggestion: str | None  # the right path


def lost(world: World, path: str, *, step: bool = False) -> Lost | None:
    """What is wrong with a path, None when it leads somewhere or that is not certain; `step`: to a bootstep."""
    module, colon, name = path.rpartition(":") if ":" in path else path.rpartition(".")
    try:
        if colon == ":":
            world.member(world.module(module), name)
        else:
            _follow(world, path.split("."))
    except Missing as error:
        # A first part that is missing may be a task's name or a queue's, unless a class is sought there.
        if colon == "." and "." not in error.owner and not _is_class(name):
            return None
        right = _step_near(world, error, module) if step else _near(world, error, path, name)
        return Lost(path=path, error=error, suggestion=right)
    return None


def found(world: World, path: str) -> Thing | None:
    """What a path leads to, None when that is not known."""
    return world.resolve(path.replace(":", "."))


def is_known(world: World, path: str) -> bool:
    """Whether a path was looked up and leads somewhere, or surely nowhere."""
    if found(world, path) is not None or lost(world, path) is not None:
        return True
    owner, _, name = path.replace(":", ".").rpartition(".")
    thing = world.resolve(owner)
    return thing is not None and thing.kind == "module" and name in thing.entry["members"]


def required(nodes: Iterable[ast.AST]) -> frozenset[ast.Constant]:
    """The paths that a bootstep's `requires` names."""
    return frozenset(
        constant
        for node in nodes
        if isinstance(node, ast.Assign)
        and any(isinstance(each, ast.Name) and each.id == "requires" for each in node.targets)
        for constant in _constants(node.value)
    )


def _constants(value: ast.expr) -> Iterator[ast.Constant]:
    items = value.elts if isinstance(value, (ast.Tuple, ast.List, ast.Set)) else [value]
    return (item for item in items if isinstance(item, ast.Constant))


def is_no_step(world: World, path: str) -> bool:
    """Whether a path leads to something that is certainly no bootstep."""
    thing = found(world, path)
    if thing is None:
        return False
    return thing.kind != "class" or world.inherits(thing.ref, STEP) is False


def only_step(world: World, module: str) -> str | None:
    """The path of the one bootstep that a module defines, None when there are several or none."""
    if module not in world.modules:
        return None
    found = {
        ref
        for entry in world.modules[module]["members"].values()
        if entry["kind"] == "class" and (ref := entry["ref"]).rpartition(".")[0] == module and world.inherits(ref, STEP)
    }
    return f"{module}:{found.pop().rpartition('.')[2]}" if len(found) == 1 else None


def _follow(world: World, parts: list[str]) -> None:
    thing = world.module(parts[0])
    for part in parts[1:]:
        # What an attribute's value has is known of modules and classes only.
        if thing is None or thing.kind not in ("module", "class"):
            return
        thing = world.member(thing, part)


def _is_class(name: str) -> bool:
    return bool(re.match(r"[A-Z]\w*[a-z]", name))


def _near(world: World, error: Missing, path: str, name: str) -> str | None:
    near = _use.nearest(world, error, _use.Use())
    if near is None:
        home = _elsewhere.path(world, path.replace(":", "."))
        return home if home is None or ":" not in path else ":".join(home.rpartition(".")[::2])
    right = path.replace(f"{error.owner}.{error.name}", f"{error.owner}.{near}", 1)
    if right == path:  # the name behind the colon
        right = f"{path.rpartition(':')[0]}:{near}"
    return right if is_known(world, right) and lost(world, right) is None else None


def _step_near(world: World, error: Missing, module: str) -> str | None:
    near = _use.nearest(world, error, _use.Use(inherited=error.owner == module))
    if error.owner == module:
        right = f"{module}:{near}" if near else None
        return right if right is not None and not is_no_step(world, right) else only_step(world, module)
    right_module = module.replace(f"{error.owner}.{error.name}", f"{error.owner}.{near}", 1) if near else ""
    return only_step(world, right_module)
