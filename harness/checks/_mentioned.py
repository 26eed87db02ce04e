"""Members that prose mentions as code: `Task.retry`, `app.send_task()`, `result.get(timeout=1)`, `celery.schedules`.

Whose they are is told by the class's name or by the words that Celery's docs have for its objects; a reader's own class
may be called the same, so only what is clearly a slip for a member is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.checks import _use
from harness.checks._world import TRACKED, Missing, Thing, World

CODE = re.compile(r"(?P<owner>[A-Za-z_]\w*)\.(?P<name>[A-Za-z_]\w*)(?P<more>\.[A-Za-z_][\w.]*)?(?P<call>\(.*\))?")
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


def lost(world: World, match: re.Match[str]) -> tuple[Missing, str] | None:
    """That no owner of this name has the member, with the one that is meant; None when that is not certain."""
    use = _use.Use(called=bool(match["call"]))
    found: tuple[Missing, str] | None = None
    for owner in owners(world, match["owner"]):
        try:
            world.member(owner, match["name"])
        except Missing as error:
            near = _use.nearest(world, error, use)
            if near is None or (found is not None and found[1] != near):
                return None
            found = found or (error, near)
        else:
            return None
    return found


def is_looked_up(world: World, match: re.Match[str]) -> bool:
    """Whether some owner of this name has the member, and would be told to lack another."""
    for owner in owners(world, match["owner"]):
        try:
            if world.member(owner, match["name"]) is not None or (world.decides(owner) and owner.kind != "module"):
                return True
        except Missing:
            continue
    return False


def absent(world: World, match: re.Match[str]) -> Missing | None:
    """That what the docs call so has no such member, whatever is meant; None when that is not certain."""
    if match["owner"][0].isupper():
        return None  # a reader's own class may be called so
    found: Missing | None = None
    for owner in owners(world, match["owner"]):
        try:
            world.member(owner, match["name"])
        except Missing as error:
            found = found or error
        else:
            return None
    # What begins with a package's name may be the name of a task, of a queue or of an entry point.
    return None if found is not None and found.thing.kind == "module" else found


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
