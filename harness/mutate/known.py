"""What operators have to know of a release: its names, settings and commands, and what its docs tell of the past."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from harness import facts, sources
from harness.checks import _history
from harness.interfaces import Case
from harness.model import Claim, Docs, Page, Sample, Target
from harness.mutate import Material

#: Classes whose attributes are Celery's interface, whatever the object is called.
INTERFACE = (
    "celery.app.base.Celery", "celery.app.task.Task", "celery.app.control.Control", "celery.app.control.Inspect",
    "celery.app.amqp.AMQP", "celery.canvas.Signature", "celery.result.AsyncResult", "celery.result.GroupResult",
    "celery.events.receiver.EventReceiver", "celery.events.state.State", "celery.schedules.crontab",
)  # fmt: skip
#: Distributions of which it is known what is in them.
DISTRIBUTIONS = ("celery", "kombu")


def materials(
    docs: Docs, pages: Sequence[Page], target: Target, lines: Callable[[str], Sequence[str]]
) -> Iterator[Material]:
    """What operators look at, a page each."""
    known = facts.of(target, sources.cache_dir())
    names, interface = _names(known)
    commands: Mapping[str, Any] = known["commands"]["commands"]
    for page in pages:
        bare = Case(docs=docs, page=page, target=target, facts=known, label="")
        yield Material(
            page=page,
            lines=lines,
            known=names,
            interface=interface,
            settings=frozenset(known["settings"]["keys"]),
            celery=lambda module: module in known["modules"] and module.partition(".")[0] in DISTRIBUTIONS,
            commands=frozenset(commands),
            past=partial(_past, bare),
            gone=partial(_gone, bare),
        )


def _past(bare: Case, sample: Sample, index: int) -> bool:
    return _history.told(replace(bare, sample=sample), sample.code, index)


def _gone(bare: Case, claim: Claim) -> bool:
    return _history.told(replace(bare, claim=claim))


def _names(known: Mapping[str, Any]) -> tuple[frozenset[str], frozenset[str]]:
    """Every name that the release has, and the attributes of its interface."""
    names = {part for module in known["modules"] for part in module.split(".")}
    for module in known["modules"].values():
        names.update(module.get("members", ()))
    interface: set[str] = set()
    for name, described in known["classes"].items():
        own = {*described.get("members", ()), *described.get("instance", ())}
        names |= own
        if name in INTERFACE:
            interface |= {each for each in own if not each.startswith("_")}
    for described in known["functions"].values():
        names.update(each[0] for each in described.get("signature") or ())
    for described in known["classes"].values():
        for member in described.get("members", {}).values():
            names.update(each[0] for each in member.get("signature") or ())
    names.update(known["control"])
    return frozenset(names), frozenset(interface)
