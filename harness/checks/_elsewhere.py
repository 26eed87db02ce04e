"""Where the release has what a path does not lead to: the one public place in which the name is defined.

The title of a page that describes a module tells which one is meant, too.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence

from harness.checks._world import TRACKED, FactsKey, World
from harness.interfaces import Case
from harness.model import Claim


def titled(case: Case, claim: Claim) -> str | None:
    """The module by whose path the section is called in which the claim stands; None when it is called otherwise."""
    titles = (each for each in case.page.claims if each.kind == "heading" and each.headings == claim.headings)
    title = next(titles, None)
    return title.subject if title is not None and title.subject in World(case.facts).modules else None


def path(world: World, wrong: str) -> str | None:
    """The path of what a dotted path was meant for; None when that is nowhere, in several places, or far away.

    The name is defined once in its distribution, and means no member of a class.  It has moved down or up:
    what stands around it in the wrong path stands around it in the right one, too, or the other way round.
    """
    root, *around, name = wrong.split(".") if "." in wrong else ("", wrong)
    if root not in TRACKED or name.startswith("_"):
        return None
    homes = _homes(FactsKey(world.facts), root, name)
    # A class is often an attribute of others, by its own name; anything else may be a method, or data.
    member = not name[0].isupper() and any(
        name in entry["members"] or name in entry.get("instance", ())
        for ref, entry in world.classes.items()
        if ref.startswith(f"{root}.")
    )
    if len(homes) != 1 or member:
        return None
    (home,) = homes
    between = home.split(".")[1:-1]
    near = _is_part(around, between) or _is_part(between, around)
    return home if near and home != wrong and world.resolve(home) is not None else None


def member(world: World, wrong: str) -> tuple[str, str] | None:
    """The path of a member whose class is called otherwise: of the one class of the module that has such a member.

    None when the module has the class, or none, or several that have the member.  With it comes the path of what can be
    looked up: of a member that only instances have, of its class.
    """
    home, _, name = wrong.rpartition(".")
    module, _, owner = home.rpartition(".")
    entry = world.modules.get(module)
    if entry is None or not owner[:1].isupper() or owner in entry["members"]:
        return None
    refs = [f"{module}.{each}" for each in entry["members"] if not each.startswith("_")]
    found = [
        ref
        for ref in refs
        if (known := world.classes.get(ref)) and (name in known["members"] or name in known.get("instance", ()))
    ]
    if len(found) != 1:
        return None
    path = f"{found[0]}.{name}"
    return path, path if name in world.classes[found[0]]["members"] else found[0]


def _is_part(some: Sequence[str], others: Iterable[str]) -> bool:
    """Whether some words are among others, in the same order."""
    left = iter(others)
    return all(each in left for each in some)


@functools.lru_cache(maxsize=256)
def _homes(known: FactsKey, root: str, name: str) -> frozenset[str]:
    """Paths under which a distribution defines a module, a class or a function."""
    return frozenset(_defined(World(known.facts), root, name))


def _defined(world: World, root: str, name: str) -> Iterator[str]:
    for module, entry in world.modules.items():
        if not f"{module}.".startswith(f"{root}.") or any(part.startswith("_") for part in module.split(".")):
            continue
        if module.endswith(f".{name}"):
            yield module
        member = entry["members"].get(name)
        if member is None:
            continue
        # What is only imported there is defined elsewhere, perhaps in another distribution.
        home = member.get("ref") or member.get("target") or f"{module}.{name}"
        if member["kind"] in ("instance", "data"):
            home = f"{module}.{name}"
        if home.startswith(f"{root}."):
            yield home
