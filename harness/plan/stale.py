"""Stale keys of contexts: what no sample and no sentence of the docs needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from harness.contexts import Context
from harness.plan.notes import Use, file_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Stale:
    """A key that nothing needs."""

    file: str  # below doc_snippets/
    key: str  # "" for a whole file
    opens: str  # how its sample begins, the sentence of an experiment; "" for a key of the whole page
    message: str


def stale(contexts: Mapping[str, Context], used: AbstractSet[Use], worlds: Iterable[str] = ()) -> list[Stale]:
    """Keys that are not among the used ones: those of all docs that the contexts are for; and worlds without a key."""
    named = {world for context in contexts.values() for world in _worlds(context)}
    lost = [
        Stale(file=f"worlds/{world}", key="", opens="", message="no context names it")
        for world in worlds
        if world not in named
    ]
    return lost + [
        Stale(file=file_of(page), key=key, opens=opens, message=message)
        for page, context in contexts.items()
        for key, opens, message in _unused(context, {key for other, key in used if other == page})
    ]


def _worlds(context: Context) -> Iterator[str]:
    yield from context.worlds
    for sample in context.samples:
        yield from sample.worlds
    for beside in context.beside:
        yield from beside.worlds


def _unused(context: Context, used: AbstractSet[str]) -> Iterator[tuple[str, str, str]]:
    for number, world in enumerate(context.worlds):
        if f"worlds[{number}]" not in used:
            yield f"worlds[{number}]", "", f"no sample speaks of {world}"
    for name in context.names:
        if f"names.{name}" not in used:
            yield f"names.{name}", "", f"no sample that is run needs {name} from here"
    for number, service in enumerate(context.services):
        if f"services[{number}]" not in used:
            yield f"services[{number}]", "", f"no sample of the page is run beside {service}"
    for number, entry in enumerate(context.samples):
        key = f"sample[{number}]"
        if key not in used:
            below = f" below {entry.heading!r}" if entry.heading else ""
            yield key, entry.opens, f"no sample{below} opens so, or another entry has it"
            continue
        said = (("services", entry.services), ("file", entry.file), ("worlds", entry.worlds))
        for part in [name for name, value in said if value]:
            if f"{key}.{part}" not in used:
                yield f"{key}.{part}", entry.opens, "the sample is not run, or has no need of it"
        for name in entry.names:
            if f"{key}.names.{name}" not in used:
                yield f"{key}.names.{name}", entry.opens, f"the sample is not run, or does not need {name} from here"
    for number, experiment in enumerate(context.experiments):
        if f"experiment[{number}]" not in used:
            yield f"experiment[{number}]", experiment.quote, "the sentence is not on the page"
    for number, beside in enumerate(context.beside):
        if f"service[{number}]" not in used:
            yield f"service[{number}]", "", f"no sample is run beside {beside.name}"
