"""Members that prose mentions as code: `Task.retry`, `app.send_task()`, `result.get(timeout=1)`, `celery.schedules`.

Whose they are is told by the class's name or by the words that Celery's docs have for its objects; a reader's own class
may be called the same, so only what is clearly a slip for a member is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from harness.checks import _use
from harness.checks._world import TRACKED, Missing, Thing, World

CODE = re.compile(r"(?P<owner>[A-Za-z_]\w*)(?P<path>(?:\.[A-Za-z_]\w*)+)(?P<call>\(.*\))?")
#: A function or a class alone, called.
CALL = re.compile(r"(?P<name>[A-Za-z_]\w*)\(.*\)")
#: What the docs call an object of a class, beside `app`.
WORDS = {
    "task": "celery.app.task.Task",
    "result": "celery.result.AsyncResult",
    "sig": "celery.canvas.Signature",
    "group": "celery.canvas.group",
    "chord": "celery.canvas.chord",
    "chain": "celery.canvas.chain",
    "hub": "kombu.asynchronous.hub.Hub",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Lost:
    """A name that what stands before it does not have."""

    error: Missing
    start: int  # where it begins in what was written
    near: str | None  # the one that is meant, when that is clear


def lost(world: World, match: re.Match[str]) -> Lost | None:
    """What nothing of this name leads to; None when something does, or nobody can tell.

    Without a name that is clearly meant only where the first word is one that the docs have for an object: a reader's
    own class may be called as one of Celery's, and what begins with a package's name may be the name of a task, of a
    queue or of an entry point.
    """
    walked = [_walked(world, owner, match) for owner in owners(world, match["owner"])]
    errors = [each for each in walked if isinstance(each, Lost)]
    if not errors or len(errors) < len(walked) or len({(each.start, each.near) for each in errors}) > 1:
        return None
    sure = match["owner"] == "app" or match["owner"] in WORDS
    return errors[0] if errors[0].near is not None or sure else None


def is_looked_up(world: World, match: re.Match[str]) -> bool:
    """Whether there is such a member, and another would be told."""
    found = [_walked(world, owner, match) for owner in owners(world, match["owner"])]
    return len(found) == 1 and found[0] is True


def _walked(world: World, owner: Thing, match: re.Match[str]) -> Lost | bool:
    """The first name that is lost on the way from an owner; else whether the last one was surely found."""
    parts = list(re.finditer(r"\.(?P<name>\w+)", match["path"]))
    thing: Thing = owner
    for number, part in enumerate(parts, 1):
        try:
            found = world.member(thing, part["name"])
        except Missing as error:
            use = _use.Use(called=bool(match["call"]) and number == len(parts))
            start = match.start("path") + part.start("name")
            return Lost(error=error, start=start, near=_use.nearest(world, error, use))
        if found is None:
            return number == len(parts) and world.decides(thing) and thing.kind != "module"
        thing = found
    return True


def owners(world: World, name: str) -> Iterator[Thing]:
    """All that may be meant: a package, the application, objects of the classes of that name."""
    if name in TRACKED:
        if name in world.modules:
            yield Thing(kind="module", ref=name, entry=world.modules[name])
    elif name == "app":
        yield world.app()
    elif name in WORDS:
        if WORDS[name] in world.classes:
            yield Thing(kind="instance", ref=WORDS[name])
    elif name[0].isupper():
        for ref, entry in world.classes.items():
            if ref.rpartition(".")[2] == name and not entry.get("foreign"):
                yield Thing(kind="instance", ref=ref)
