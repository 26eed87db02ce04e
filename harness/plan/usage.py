"""Which keys of the contexts a page needs: what no page of any release needs is stale."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from harness.contexts import Context
from harness.model import Plan
from harness.plan.notes import Use
from harness.plan.readings import Reading
from harness.plan.story import Story
from harness.plan.worlds import Worlds, tops


def of_story(story: Story, plan: Plan, contexts: Sequence[Context], worlds: Worlds) -> set[Use]:
    """Keys that a story needs: what gives names, worlds that it speaks of, services, its samples' entries."""
    found = set(story.used)
    words = _words(plan)
    found |= {origin.use for world, origin in worlds.keys(story.services, ()) if origin.use and words & tops(world)}
    for context in contexts:
        for kind, names in (("services", context.services), ("service", [entry.name for entry in context.beside])):
            found |= {(context.page, f"{kind}[{n}]") for n, name in enumerate(names) if name in story.services}
    for reading in story.readings:
        found |= {use for use in of_entry(reading) if not use[1].endswith(".worlds")}
        if reading.match is None:
            continue
        page, key = reading.match.page, reading.match.key
        if any(words & tops(world) for world in reading.worlds):
            found.add((page, f"{key}.worlds"))
        for name, statement in reading.names.items():
            # What another entry says in the same words has been typed for that one.
            if (origin := story.origins.get(name)) and origin.statement == statement:
                found.add((page, f"{key}.names.{name}"))
    return found


def of_entry(reading: Reading) -> Iterator[Use]:
    """What the entry of a sample that is run says of it, names apart."""
    if reading.match is not None:
        entry = reading.match.entry
        for key, value in (("services", entry.services), ("file", entry.file), ("worlds", entry.worlds)):
            if value:
                yield reading.match.page, f"{reading.match.key}.{key}"


def _words(plan: Plan) -> frozenset[str]:
    """Words of everything that is typed or saved in a plan, what its modules are called among them."""
    texts = [plan.app, plan.preamble, *plan.heads, *plan.heads.values()]
    for step in plan.steps:
        texts += [step.source, step.module]
    text = "\n".join(texts)
    return frozenset(re.findall(r"\w+", text)) | frozenset(re.findall(r"[\w.-]+", text))
