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
    for owner in _owners(world, match["owner"]):
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


def _owners(world: World, name: str) -> Iterator[Thing]:
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
